import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../meta/sources';
import { file, folder, MAIN, meshwright, runProgram, STACKS, TWO } from './command';

jest.setTimeout(120_000);

const MANIFESTS = join(REPOSITORY, 'dist', 'manifests');
const HELM = join(folder, 'chart');
mkdirSync(HELM);
file('chart/values.yaml', 'replicas: 3\n');

const JSON_FILE = file('broken.json', '{ "kind": ');
const OTHER = file('other.js', 'module.exports = 7;\n');
const SYNTAX = file('syntax.js', 'const = ;\n');
const THROWING = file('throwing.js', "throw new Error('no database\\nat line 7');\n");
const TEXT = file('text.js', "throw 'no network';\n");
const SILENT = file('silent.js', 'throw new Error();\n');
const ENDING = file('ending.js', 'process.exit(0);\n');
const REJECTING = file('rejecting.js', "void (async () => { throw new Error('no queue'); })();\n");
const LATER = file('later.js', "setTimeout(() => { throw new Error('no time'); }, 20);\n");

const COMMANDS: Readonly<Record<string, (entry: string) => string[]>> = {
  check: (entry) => ['check', entry],
  explain: (entry) => ['explain', 'cart', entry],
  simulate: (entry) => ['simulate', 'cart', 'cart', entry],
  graph: (entry) => ['graph', entry],
};

const PROGRAMS: readonly (readonly [what: string, entry: string, line: RegExp])[] = [
  ['a missing file', 'nothing.js', /^meshwright: there is no nothing\.js\n$/],
  ['a folder of manifests', MANIFESTS, /is a folder: name the compiled program/],
  ['a folder of something else', HELM, /is a folder: name the compiled program/],
  ['malformed JSON', JSON_FILE, /broken\.json is no JavaScript: name the compiled program/],
  ['malformed JavaScript', SYNTAX, /syntax\.js fails: .*Unexpected token/],
  ['another program', OTHER, /other\.js declares nothing of Meshwright\n$/],
  ['a program that ends itself', ENDING, /declares nothing of Meshwright\n$/],
  ['a program that fails', THROWING, /throwing\.js fails: no database\n$/],
  ['a program that throws a text', TEXT, /text\.js fails: no network\n$/],
  ['a program that does not say why it fails', SILENT, /fails: without saying why\n$/],
  ['a program that fails when nobody waits', REJECTING, /rejecting\.js fails: no queue\n$/],
  ['a program that fails later', LATER, /later\.js fails: no time\n$/],
];

const cases = Object.entries(COMMANDS).flatMap(([command, argsOf]) =>
  PROGRAMS.map(([what, entry, line]) => [command, what, argsOf(entry), line] as const),
);

/** What is printed when input is wrong: one line, and nothing that could be taken for an answer. */
function expectOneLine(args: readonly string[], line: RegExp): void {
  const { status, stderr, stdout } = meshwright(...args);
  expect(stderr.split('\n').filter((each) => !each.startsWith('the program'))).toHaveLength(2);
  expect(stderr).toMatch(line);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
}

test.each(cases)('%s refuses %s in one line, with exit code 2', (_command, _what, args, line) => {
  expectOneLine(args, line);
});

const CALL = ['simulate', 'productpage', 'ratings', STACKS];

test.each<[string, string[], RegExp]>([
  ['no program', ['check'], /name a compiled program, or run this where cdk8s\.yaml is\n$/],
  ['an unknown service', ['explain', 'nope', TWO], /there is no nope; there are shop\/cart\n$/],
  ['an unknown callee', ['explain', 'cart->nope', TWO], /there is no nope/],
  ['two ends in two apps', ['explain', 'frontend->ratings', STACKS], /are not in one app\n$/],
  ['a row of three', ['explain', 'a->b->c', TWO], /is neither a service nor caller→callee\n$/],
  ['half a call', ['explain', 'cart->', TWO], /is neither a service nor caller→callee\n$/],
  ['a name of several', ['explain', 'gateway', STACKS], /may be bookinfo\/gateway or online-b/],
  [
    'an operation that is not called',
    ['explain', 'productpage->ratings.rate', STACKS],
    /productpage does not call bookinfo\/ratings\.rate\n$/,
  ],
  ['a call that is not declared', ['explain', 'ratings->details', STACKS], /does not call/],
  ['an unknown format', ['check', TWO, '--format', 'xml'], /Allowed choices are text, json/],
  ['an unknown level', ['check', TWO, '--fail-on', 'fatal'], /Allowed choices are error/],
  ['a day that is none', ['check', TWO, '--at', 'tomorrow'], /want a date such as 2027-01-31/],
  ['an unknown picture', ['graph', TWO, '--format', 'png'], /Allowed choices are text, mermaid/],
  ['an unknown command', ['deploy'], /unknown command 'deploy'/],
  ['an unknown shell', ['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
  ['an argument too many', ['check', TWO, 'two'], /too many arguments for 'check'/],
  ['a failure that is none', [...CALL, '--when', 'bad'], /"bad" is no failure: write/],
  ['a failure that succeeds', [...CALL, '--when', 'failing:ratings:200'], /is no failure: write/],
  ['a failure with too much', [...CALL, '--when', 'gone:ratings:3s'], /write gone:SERVICE\n$/],
  [
    'a status with a unit',
    [...CALL, '--when', 'failing:ratings:503ms'],
    /write failing:SERVICE or/,
  ],
  ['a failing caller', [...CALL, '--when', 'gone:productpage'], /productpage asks: what is wrong/],
  ['a port that is not there', [...CALL, '--port', '99'], /has no port 99; there are 9080\n$/],
  ['an unknown failing service', [...CALL, '--when', 'gone:nope'], /there is no nope/],
  [
    'an unknown zone',
    [...CALL, '--when', 'zone-lost:mars'],
    /no zone mars; the mesh names none\n$/,
  ],
  ['a header that is none', [...CALL, '--header', 'x'], /"x" is no header: write name: value\n$/],
  ['a method that is none', [...CALL, '--method', '1'], /want letters, such as GET/],
  ['a path that is none', [...CALL, '--path', 'x'], /want one that begins with \//],
  ['a port that is none', [...CALL, '--port', '0'], /1 to 65535/],
  [
    'an unknown operation',
    ['simulate', 'productpage', 'ratings.nope', STACKS],
    /has no operation nope; there are get, rate\n$/,
  ],
  [
    'a simulated call that is not declared',
    ['simulate', 'cart', 'cart', TWO],
    /shop\/cart does not call shop\/cart\n$/,
  ],
])('%s is refused in one line, with exit code 2', (_what, args, line) => {
  expectOneLine(args, line);
});

test('a cdk8s.yaml that runs no program with node names none', () => {
  file('cdk8s.yaml', 'language: python\napp: pipenv run main.py\n');
  expectOneLine(['check'], /the app of cdk8s\.yaml runs no program with node: name one\n$/);
  file('cdk8s.yaml', '{{{ not YAML');
  expectOneLine(['check'], /the app of cdk8s\.yaml runs no program with node: name one\n$/);
  file('cdk8s.yaml', `app: npm run build && node --enable-source-maps ${TWO}\n`);
  expect(meshwright('check').stdout).toContain('MW1004');
});

test('a program that declares its app late is waited for', () => {
  const late = file(
    'late.js',
    `setTimeout(() => { require(${JSON.stringify(TWO)}); process.exit(1); }, 20);\n`,
  );
  const { status, stdout } = meshwright('check', late);
  expect(stdout).toContain('MW1004');
  expect(status).toBe(0);
});

test('output that cannot be written is one line and exit code 2; a reader that leaves early is none', () => {
  const full = runProgram('sh', '-c', `"${process.execPath}" "${MAIN}" graph "${TWO}" > /dev/full`);
  expect(full.stderr).toMatch(/^meshwright: cannot write: ENOSPC: no space left on device/m);
  expect(full.stderr).not.toMatch(/^\s+at /m);
  expect(full.status).toBe(2);
  const early = runProgram(
    'bash',
    '-c',
    `set -o pipefail; "${process.execPath}" "${MAIN}" graph "${STACKS}" --format json | head -c 1`,
  );
  expect(early).toMatchObject({ status: 0, stdout: '[', stderr: '' });
});
