import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { isFullDate } from '../experiment/expiry';
import { FAILURE_FORMS } from '../graph/simulate/written-failure';
import { check, CHECK_FORMATS, FAIL_LEVELS, type CheckOptions } from './check';
import { completionScript, SHELLS } from './completion';
import { explain, type ExplainOptions } from './explain';
import { graph, GRAPH_FORMATS, type GraphOptions } from './graph';
import { print } from './output';
import { simulate, type SimulateOptions } from './simulate';

const EXAMPLES = `
Examples:
  meshwright check dist/js/main.js
  meshwright explain payments dist/js/main.js
  meshwright explain 'orders->payments' dist/js/main.js
  meshwright simulate orders payments.charge dist/js/main.js --when host-down:payments
  meshwright graph dist/js/main.js --format svg > system.svg
`;

const EXIT_CODES = `
Exit codes:
  0  nothing found at the level that fails, or a question answered
  1  findings at the level that fails
  2  the command or the program it names is wrong: one line says how`;

const ENTRY = '[entry]';
const ENTRY_TEXT = 'compiled program that declares the app; else what cdk8s.yaml runs';

/** The commands; each gives its exit code to `end`. */
export function buildProgram(version: string, end: (code: number) => void): Command {
  const program = new Command('meshwright')
    .description('Look at a whole system of services before it is deployed.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES + EXIT_CODES);
  addCheck(program, end);
  addExplain(program, end);
  addSimulate(program, end);
  addGraph(program, end);
  program
    .command('completion')
    .description('print a script that completes commands and options')
    .addArgument(new Argument('<shell>', 'shell to complete in').choices(SHELLS))
    .addHelpText('after', '\nExample:\n  source <(meshwright completion bash)')
    .action((shell: (typeof SHELLS)[number]) => print(completionScript(program, shell)));
  return program;
}

function addCheck(program: Command, end: (code: number) => void): void {
  program
    .command('check')
    .description('every finding about the app')
    .argument(ENTRY, ENTRY_TEXT)
    .addOption(formatOption(CHECK_FORMATS))
    .addOption(
      new Option('--fail-on <level>', 'least level that fails')
        .choices(FAIL_LEVELS)
        .default('error'),
    )
    .addOption(
      new Option('--at <date>', 'day by which experiments are over, such as 2027-01-31').argParser(
        fullDate,
      ),
    )
    .addHelpText(
      'after',
      `
Examples:
  meshwright check dist/js/main.js
  meshwright check dist/js/main.js --format sarif > meshwright.sarif
  meshwright check --format github --fail-on warning
  meshwright check --at "$(date +%F)"`,
    )
    .action(async (entry: string | undefined, options: CheckOptions) => {
      end(await check(entry, options));
    });
}

function fullDate(text: string): string {
  if (isFullDate(text)) return text;
  throw new InvalidArgumentError('want a date such as 2027-01-31');
}

function addExplain(program: Command, end: (code: number) => void): void {
  program
    .command('explain')
    .description('every value of a service or call, where it comes from, and the worst cases')
    .argument('<subject>', 'service, caller→callee or caller→callee.operation (-> will do)')
    .argument(ENTRY, ENTRY_TEXT)
    .addOption(formatOption(['text', 'json']))
    .addHelpText(
      'after',
      `
Examples:
  meshwright explain payments dist/js/main.js
  meshwright explain 'shop/orders->shop/payments'
  meshwright explain 'orders->payments.charge' --format json`,
    )
    .action(async (subject: string, entry: string | undefined, options: ExplainOptions) => {
      end(await explain(subject, entry, options));
    });
}

type SimulateArguments = [
  from: string,
  to: string,
  entry: string | undefined,
  options: SimulateOptions,
];

function addSimulate(program: Command, end: (code: number) => void): void {
  program
    .command('simulate')
    .description('what becomes of one request while something is wrong')
    .argument('<from>', 'caller')
    .argument('<to>', 'callee, or callee.operation')
    .argument(ENTRY, ENTRY_TEXT)
    .option('--method <method>', 'method of the request (default: the operation, else GET)', method)
    .option(
      '--path <path>',
      'path of the request, with its query (default: as method, else /)',
      path,
    )
    .option('--port <port>', 'port of the callee (default: that of the call)', portNumber)
    .addOption(repeated('--header <header>', 'a header, name: value; may be repeated'))
    .addOption(repeated('--when <failure>', `${FAILURE_FORMS}; may be repeated`))
    .addOption(formatOption(['text', 'json']))
    .addHelpText(
      'after',
      `
Examples:
  meshwright simulate orders payments.charge dist/js/main.js --when host-down:payments
  meshwright simulate orders payments --method POST --path /charges --when gone:ledger
  meshwright simulate web orders --header 'end-user: jason' --when slow:payments:3s
  meshwright simulate orders db --when host-down:db --when zone-lost:eu-1a`,
    )
    .action(async (...[from, to, entry, options]: SimulateArguments) => {
      end(await simulate({ from, to }, entry, options));
    });
}

function addGraph(program: Command, end: (code: number) => void): void {
  program
    .command('graph')
    .description('who calls whom, with budgets and findings on the calls')
    .argument(ENTRY, ENTRY_TEXT)
    .addOption(formatOption(GRAPH_FORMATS))
    .addHelpText(
      'after',
      `
Examples:
  meshwright graph dist/js/main.js
  meshwright graph --format svg > system.svg
  meshwright graph --format dot | dot -Tpng > system.png`,
    )
    .action(async (entry: string | undefined, options: GraphOptions) => {
      end(await graph(entry, options));
    });
}

function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how it is written').choices(formats).default('text');
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collect).default([], 'none');
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function method(text: string): string {
  if (/^[A-Za-z]+$/.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('want letters, such as GET');
}

function path(text: string): string {
  if (text.startsWith('/')) return text;
  throw new InvalidArgumentError('want one that begins with /');
}

function portNumber(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('1 to 65535');
}
