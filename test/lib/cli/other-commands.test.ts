import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stylesFor } from '../../../lib/cli/output';
import { PLAIN } from '../../../lib/report/styles';
import { REPOSITORY } from '../../meta/sources';
import { file, MAIN, meshwright, runProgram, STACKS, TWO } from './command';

jest.setTimeout(120_000);

test('simulate follows a request to its answer', () => {
  const to = ['simulate', 'productpage', 'reviews', '--app', STACKS];
  const { stdout } = meshwright(...to, '--path', '/reviews/7', '--header', 'end-user: jason');
  expect(stdout).toMatch(/^bookinfo\/productpage → bookinfo\/reviews: GET \/reviews\/7$/m);
  expect(stdout).toMatch(/^ {2}route +bookinfo\.productpage\.list\.v2$/m);
  expect(stdout).toMatch(/^ {2}answer +200 after 0s$/m);
});

test('simulate knows a request of an operation', () => {
  const { stdout } = meshwright(
    ...['simulate', 'frontend', 'cartservice.get', '--app', STACKS],
    ...['--when', 'host-down:cartservice'],
  );
  expect(stdout).toMatch(/: POST \/hipstershop\.CartService\/GetCart$/m);
  expect(stdout).toMatch(/^ {2}try 1 +host 1, 0s to 0s: connection refused$/m);
  expect(stdout).toMatch(/^ {2}answer +200 after 25ms$/m);
});

test('simulate says what the caller may ask where it is denied', () => {
  const { stdout } = meshwright('simulate', 'productpage', 'ratings', '--app', STACKS);
  expect(stdout).toMatch(/^ {2}declared +get: GET \/ratings\/\{\}$/m);
  expect(stdout).toMatch(/^ {2}answer +403 after 0s$/m);
});

const graphOf = (format: string): string => {
  const { stdout, status } = meshwright('graph', STACKS, '--format', format);
  expect(status).toBe(0);
  return stdout;
};

describe('graph draws both applications of one program', () => {
  test('as text, with deadline and tries of each call', () => {
    const text = graphOf('text');
    expect(text).toMatch(/^bookinfo\/gateway\n {2}→ bookinfo\/productpage \(assets, 5s, 2 tries\)/);
    expect(text).toMatch(/paymentservice \(charge, 1s, 3 tries, 1 if reached\)$/m);
  });

  test('as one Mermaid flowchart', () => {
    const text = graphOf('mermaid');
    expect(text.match(/flowchart/g)).toHaveLength(1);
    expect(text).toMatch(/^ {2}s0n\d+ -->\|"get, 1s, 2 tries"\| s0n\d+$/m);
    expect(text).toMatch(/^ {2}s1n\d+\["online-boutique\/frontend"\]$/m);
  });

  test('as one graph of Graphviz', () => {
    const text = graphOf('dot');
    expect(text.match(/digraph/g)).toHaveLength(1);
    expect(text).toMatch(/^ {2}s1n\d+ -> s1n\d+ \[label="10s, 3 tries, 1 if reached, MW0414"\];$/m);
  });

  test('as one SVG with a box for each node and an arrow for each call', () => {
    const text = graphOf('svg');
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^]*<\/svg>\n$/);
    expect(text.match(/<svg/g)).toHaveLength(1);
    const models = JSON.parse(graphOf('json')) as { nodes: unknown[]; edges: unknown[] }[];
    const count = (key: 'nodes' | 'edges'): number =>
      models.reduce((sum, model) => sum + model[key].length, 0);
    expect(text.match(/<rect/g)).toHaveLength(count('nodes'));
    expect(text.match(/<path d="M\d/g)).toHaveLength(count('edges') + 1);
  });

  test('as JSON, one model for each app', () => {
    expect(JSON.parse(graphOf('json'))).toEqual([
      expect.objectContaining({ limits: { amplification: 27, depth: 10, fanOut: 10 } }),
      expect.objectContaining({ nodes: expect.any(Array), edges: expect.any(Array) }),
    ]);
  });
});

describe('completion in bash', () => {
  const { stdout: script } = meshwright('completion', 'bash');
  file('completion.bash', script);
  file('with space.js', '');

  /** What bash offers for the last of `words`. */
  function offered(...words: string[]): string[] {
    const list = words.map((word) => `'${word}'`).join(' ');
    const { stdout, stderr } = runProgram(
      'bash',
      '--norc',
      '-c',
      `source completion.bash
COMP_WORDS=(${list}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
eval "$(complete -p meshwright | sed 's/.*-F \\([^ ]*\\) .*/\\1/')"
printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean).sort();
  }

  test.each([
    [['meshwright', 'ch'], ['check']],
    [
      ['meshwright', 'check', '--f'],
      ['--fail-on', '--format'],
    ],
    [
      ['meshwright', 'check', '--format', ''],
      ['github', 'json', 'sarif', 'text'],
    ],
    [['meshwright', 'check', '--fail-on', 'w'], ['warning']],
    [['meshwright', 'graph', '--format', 'm'], ['mermaid']],
    [
      ['meshwright', 'completion', ''],
      ['--help', 'bash', 'fish', 'zsh'],
    ],
    [['meshwright', 'check', 'with'], ['with space.js']],
    [['meshwright', 'simulate', 'a', 'b', '--app', 'with'], ['with space.js']],
  ])('%j offers %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

test.each(['bash', 'zsh', 'fish'])('completion knows the commands, in %s', (shell) => {
  const { stdout } = meshwright('completion', shell);
  for (const word of ['check', 'explain', 'simulate', 'graph']) expect(stdout).toContain(word);
});

test.each(['check', 'explain', 'simulate', 'graph', 'completion'])(
  '%s --help has an example',
  (command) => {
    const { stdout, status } = meshwright(command, '--help');
    expect(stdout).toMatch(/^Examples?:\n {2}(meshwright|source)/m);
    expect(status).toBe(0);
  },
);

test('the help of all has examples and exit codes', () => {
  const { stdout, status } = meshwright('--help');
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes:');
  expect(status).toBe(0);
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(meshwright('--version').stdout).toBe(`${version}\n`);
});

describe('colours', () => {
  const { NO_COLOR } = process.env;
  afterEach(() => {
    if (NO_COLOR === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = NO_COLOR;
  });

  test('are for terminals', () => {
    delete process.env.NO_COLOR;
    expect(stylesFor({ isTTY: true })).not.toBe(PLAIN);
    expect(stylesFor({ isTTY: false })).toBe(PLAIN);
    expect(stylesFor({})).toBe(PLAIN);
    expect(meshwright('check', TWO).stdout).not.toContain('\u001b');
  });

  test('are switched off by NO_COLOR, unless it is empty', () => {
    process.env.NO_COLOR = '1';
    expect(stylesFor({ isTTY: true })).toBe(PLAIN);
    process.env.NO_COLOR = '';
    expect(stylesFor({ isTTY: true })).not.toBe(PLAIN);
  });
});

test('the command line itself loads neither Pulumi nor TypeScript nor a layout', () => {
  const list = `process.argv = ['node', 'meshwright', '--version'];
require(${JSON.stringify(MAIN)});
process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));`;
  const { stderr } = spawnSync(process.execPath, ['-e', list], { encoding: 'utf8' });
  expect(stderr).toContain('commander');
  expect(stderr).not.toMatch(/node_modules\/(@pulumi|typescript|@dagrejs|cdk8s-plus-27)\//);
});
