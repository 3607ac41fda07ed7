import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { REPOSITORY } from '../../meta/sources';

jest.setTimeout(120_000);

const MAIN = join(REPOSITORY, 'dist', 'js', 'lib', 'cli', 'main.js');
const STACKS = join(REPOSITORY, 'dist', 'js', 'stacks', 'main.js');
const SCHEMA = join(
  REPOSITORY,
  'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);
const INDEX = join(REPOSITORY, 'dist', 'js', 'constructs', 'index.js');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = mkdtempSync(join(tmpdir(), 'meshwright-cli-'));

function meshwright(...args: string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: undefined },
  });
  return { status, stdout, stderr };
}

/** A program that declares `body` in the chart `shop`, and synthesizes. */
function program(name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    `const { Chart } = require(${JSON.stringify(createRequire(INDEX).resolve('cdk8s'))});
const { Experiment, Fault, Findings, Mesh, MeshApp, ResilientService, Scale } = require(${JSON.stringify(INDEX)});
const app = new MeshApp();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
${body}
console.log('the program says something');
app.synth();
`,
  );
  return file;
}

const TWO = program(
  'two.js',
  "new ResilientService(shop, 'cart', { image: 'ghcr.io/acme/cart:1.2.3', port: 8080, scale: Scale.fixed(2) });",
);
const WRONG = program('wrong.js', "new ResilientService(shop, 'cart', { image: 'a:1', port: 0 });");

describe('check', () => {
  test('says that both applications are well, and writes nothing', () => {
    const { status, stdout } = meshwright('check', STACKS);
    expect(stdout).not.toMatch(/^(error|warning)/m);
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test('prints each finding on a line, and counts them', () => {
    const { status, stdout } = meshwright('check', TWO);
    expect(stdout).toMatch(/^warning shop\/cart MW1004 scale: got 2 replicas.*\n1 warning\n$/);
    expect(status).toBe(0);
  });

  test('fails from the level on that was asked for', () => {
    expect(meshwright('check', TWO, '--fail-on', 'warning').status).toBe(1);
    expect(meshwright('check', WRONG).status).toBe(1);
  });

  test('judges experiments by the day that it is given, and by none otherwise', () => {
    const slow = program(
      'slow.js',
      `new Mesh(shop, 'Mesh', { environment: 'test' });
const cart = new ResilientService(shop, 'cart', { image: 'ghcr.io/acme/cart:1.2.3', port: 8080 });
new ResilientService(shop, 'web', { image: 'ghcr.io/acme/web:1.2.3', port: 8080 }).calls(cart);
new Experiment(shop, 'slow-cart', { on: cart, fault: Fault.abort(503), expires: '2027-01-31' });`,
    );
    expect(meshwright('check', slow).status).toBe(0);
    expect(meshwright('check', slow, '--at', '2027-01-31').status).toBe(0);
    const late = meshwright('check', slow, '--at', '2027-02-01');
    expect(late.status).toBe(1);
    expect(late.stdout).toContain('error shop/slow-cart MW0811 expires: got 2027-01-31');
    const wrong = meshwright('check', slow, '--at', 'tomorrow');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('want a date such as 2027-01-31');
  });

  test('keeps what the program prints out of the report', () => {
    const { stdout, stderr } = meshwright('check', TWO, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ findings: [{ code: 'MW1004' }], accepted: [] });
    expect(stderr).toContain('the program says something');
  });

  test('prints accepted findings with their reasons', () => {
    const accepted = program(
      'accepted.js',
      `const cart = new ResilientService(shop, 'cart', { image: 'ghcr.io/acme/cart:1.2.3', port: 8080, scale: Scale.fixed(2) });
Findings.accept(cart, 'MW1004', 'two are what the licence allows');`,
    );
    expect(meshwright('check', accepted, '--fail-on', 'info')).toMatchObject({
      status: 0,
      stdout: 'accepted MW1004 shop/cart scale: two are what the licence allows\nno findings\n',
    });
  });

  test.each([TWO, WRONG, STACKS])('writes SARIF that its schema accepts', (entry) => {
    // written for draft 4, of which it uses nothing that draft 7 has changed but the name of `id`
    const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
    const isSarif = new Ajv({
      strict: false,
      validateFormats: false,
      unicodeRegExp: false,
    }).compile(schema);
    const log: unknown = JSON.parse(meshwright('check', entry, '--format', 'sarif').stdout);
    isSarif(log);
    expect(isSarif.errors).toBeNull();
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'meshwright' } } }],
    });
    // the schema has teeth
    expect(isSarif({ version: '2.1.0' })).toBe(false);
  });

  test('writes annotations for GitHub', () => {
    expect(meshwright('check', TWO, '--format', 'github').stdout).toMatch(
      /^::warning title=MW1004 shop\/cart::MW1004 scale: got 2 replicas/,
    );
  });
});

describe('bad input is one clear line, and exit code 2', () => {
  const folderOfManifests = join(REPOSITORY, 'dist', 'manifests');
  const json = join(folder, 'broken.json');
  writeFileSync(json, '{ "kind": ');
  const other = join(folder, 'other.js');
  writeFileSync(other, 'module.exports = 7;\n');
  const throwing = join(folder, 'throwing.js');
  writeFileSync(throwing, "throw new Error('no database\\nat line 7');\n");
  const ending = join(folder, 'ending.js');
  writeFileSync(ending, 'process.exit(0);\n');

  test.each<[string, string[], RegExp]>([
    ['a missing file', ['check', 'nothing.js'], /^meshwright: there is no nothing\.js\n$/],
    ['a folder', ['check', folderOfManifests], /is a folder: name the compiled program/],
    ['JSON', ['check', json], /is no JavaScript: name the compiled program/],
    ['another program', ['check', other], /declares no Meshwright service\n$/],
    ['a program that ends itself', ['check', ending], /declares no Meshwright service\n$/],
    ['a program that fails', ['check', throwing], /throwing\.js fails: no database\n$/],
    ['no program', ['check'], /name a compiled program, or run this where cdk8s\.yaml is\n$/],
    ['an unknown service', ['explain', 'nope', TWO], /there is no nope; there are shop\/cart\n$/],
    ['an unknown format', ['check', TWO, '--format', 'xml'], /Allowed choices are text, json/],
    [
      'a failure that is none',
      ['simulate', 'cart', 'cart', '--app', TWO, '--when', 'bad'],
      /"bad" is no failure: write/,
    ],
    [
      'a call that is not declared',
      ['simulate', 'cart', 'cart', '--app', TWO],
      /shop\/cart does not call shop\/cart\n$/,
    ],
    [
      'a header that is none',
      ['simulate', 'cart', 'cart', '--app', TWO, '--header', 'x'],
      /"x" is no header: write name: value\n$/,
    ],
  ])('%s', (_what, args, line) => {
    const { status, stderr, stdout } = meshwright(...args);
    expect(stderr.split('\n').filter((each) => !each.startsWith('the program'))).toHaveLength(2);
    expect(stderr).toMatch(line);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('the other commands', () => {
  test('explain gives values and where they come from', () => {
    const { stdout, status } = meshwright('explain', 'frontend->cartservice', STACKS);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^online-boutique\/frontend→online-boutique\/cartservice\.addItem$/m);
    expect(stdout).toMatch(/^ {2}timeout +1s {2}computed \(derived\)$/m);
  });

  test('explain writes big counts of a service as JSON', () => {
    const { stdout } = meshwright('explain', 'ratings', STACKS, '--format', 'json');
    const [{ values }] = JSON.parse(stdout) as [{ values: { name: string; value: string }[] }];
    // productpage and reviews call it, each tried twice behind what is tried twice: 2 x 2 + 2 x 2 x 2
    expect(values).toContainEqual(
      expect.objectContaining({ name: 'arrivals under response failures', value: '12' }),
    );
  });

  test('simulate follows a request to its answer', () => {
    const to = ['simulate', 'productpage', 'reviews', '--app', STACKS];
    const { stdout } = meshwright(...to, '--path', '/reviews/7', '--header', 'end-user: jason');
    expect(stdout).toMatch(/^route +bookinfo\.productpage\.list\.v2$/m);
    expect(stdout).toMatch(/^answer +200 after 0ms$/m);
  });

  test.each([
    ['text', /^bookinfo\/gateway\n {2}→ bookinfo\/productpage/],
    ['mermaid', /^flowchart LR\n {2}n0\["/],
    ['dot', /^digraph system \{\n/],
    ['svg', /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/],
    ['json', /^\{\n {2}"nodes": \[/],
  ])('graph draws as %s', (format, start) => {
    const { stdout, status } = meshwright('graph', STACKS, '--format', format);
    expect(status).toBe(0);
    expect(stdout).toMatch(start);
  });

  test.each(['bash', 'zsh', 'fish'])('completion knows the commands, in %s', (shell) => {
    const { stdout } = meshwright('completion', shell);
    for (const word of ['check', 'explain', 'simulate', 'graph']) expect(stdout).toContain(word);
  });

  test('help has examples and exit codes', () => {
    const { stdout, status } = meshwright('check', '--help');
    expect(stdout).toContain('Examples:');
    expect(meshwright('--help').stdout).toContain('Exit codes:');
    expect(status).toBe(0);
  });

  test('the version is that of the package', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(meshwright('--version').stdout).toBe(`${version}\n`);
  });
});

test('a plain stream has no colours', () => {
  expect(meshwright('check', TWO).stdout).not.toContain('\u001b');
});

test('the command line itself loads neither Pulumi nor TypeScript nor a layout', () => {
  const list = `process.argv = ['node', 'meshwright', '--version'];
require(${JSON.stringify(MAIN)});
process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));`;
  const { stderr } = spawnSync(process.execPath, ['-e', list], { encoding: 'utf8' });
  expect(stderr).toContain('commander');
  expect(stderr).not.toMatch(/node_modules\/(@pulumi|typescript|@dagrejs|cdk8s-plus-27)\//);
});
