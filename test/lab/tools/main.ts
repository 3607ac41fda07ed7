// `npm run lab:tools`: builds or fetches what is missing, and says what cannot be.
import { parseArgs } from 'node:util';
import { allNames, binaryOf, missingTools } from './cache';
import { LAB_TOOLS, TOOLS, versionOf, type Tool, type ToolName } from './catalogue';
import { lacking, provide, Unreachable } from './provide';

/** Exit code for a machine on which the lab cannot run. */
const EXIT_LACKING = 3;
/** Exit code for pins of which a tool cannot be made, on any machine. */
const EXIT_BROKEN = 1;

const USAGE = `npm run lab:tools -- [NAME…] [--lab] [--within DURATION]
  NAME               this tool; without any, all of them
  --lab              what \`npm run lab\` needs
  --within DURATION  stops when so much time is over, such as 90s or 25m, and says what is still missing`;

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      lab: { type: 'boolean', default: false },
      within: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !allNames().some((known) => known === name));
  const budgetMs = values.within === undefined ? undefined : milliseconds(values.within);
  if (values.help || unknown.length > 0 || Number.isNaN(budgetMs)) {
    if (unknown.length > 0)
      console.error(`no such tool: ${unknown.join(', ')}; there are ${allNames().join(', ')}`);
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  const named = [...(positionals as ToolName[]), ...(values.lab ? LAB_TOOLS : [])];
  const wanted = named.length > 0 ? named : allNames();
  const reasons = await provideAll(wanted, budgetMs);
  for (const tool of TOOLS.filter(({ name }) => wanted.includes(name))) {
    const reason = reasons.get(tool);
    const place = reason === undefined ? binaryOf(tool) : `${reason.kind}. ${reason.text}`;
    console.log(`${tool.name.padEnd(24)} ${versionOf(tool).padEnd(38)} ${place}`);
  }
  if ([...reasons.values()].some(({ kind }) => kind === 'broken')) return EXIT_BROKEN;
  return reasons.size > 0 ? EXIT_LACKING : 0;
}

/** Why there is no tool: something that it takes is lacking here, or what is pinned makes none. */
interface Reason {
  readonly kind: 'lacking' | 'broken';
  readonly text: string;
}

function lackingFor(text: string | undefined): Reason | undefined {
  return text === undefined ? undefined : { kind: 'lacking', text };
}

/** Puts what is missing into the cache; what could not be had, with the reason. */
async function provideAll(
  wanted: readonly ToolName[],
  budgetMs: number | undefined,
): Promise<ReadonlyMap<Tool, Reason>> {
  const reasons = new Map<Tool, Reason>();
  const signal = budgetMs === undefined ? undefined : AbortSignal.timeout(budgetMs);
  for (const tool of missingTools(wanted)) {
    const reason =
      lackingFor(lacking(tool)) ?? (await failureOf(() => provide(tool, signal), signal));
    if (reason !== undefined) reasons.set(tool, reason);
  }
  return reasons;
}

/** Why `work` could not be done; undefined where it was. */
async function failureOf(
  work: () => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Reason | undefined> {
  const timeOver = lackingFor(
    'the time that there was for it is over; `npm run lab:tools` goes on from here',
  );
  if (signal?.aborted) return timeOver;
  try {
    await work();
    return undefined;
  } catch (error) {
    if (signal?.aborted) return timeOver;
    const kind = error instanceof Unreachable ? 'lacking' : 'broken';
    return { kind, text: error instanceof Error ? error.message : String(error) };
  }
}

/** Not a number where `text` is no duration. */
function milliseconds(text: string): number {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
  return Number(amount) * (unit === 'm' ? 60_000 : 1_000);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
