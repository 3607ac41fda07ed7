import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stylesFor } from '../../../lib/cli/output';
import { PLAIN } from '../../../lib/report/styles';
import { REPOSITORY } from '../../meta/sources';
import { file, MAIN, meshwright, program, runProgram, STACKS, TWO } from './command';

jest.setTimeout(120_000);

describe('explain', () => {
  const CALL = ['explain', 'frontend->cartservice', STACKS];
  interface Explained {
    readonly subject: string;
    readonly sections: readonly {
      readonly title: string;
      readonly values: readonly {
        readonly name: string;
        readonly value: string;
        readonly origin: string;
      }[];
    }[];
  }

  test('prints each operation of a call, with values and where they come from', () => {
    const { stdout, status } = meshwright(...CALL);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^online-boutique\/frontend→online-boutique\/cartservice\n {2}policy/m);
    expect(stdout).toMatch(/^online-boutique\/frontend→online-boutique\/cartservice\.addItem$/m);
    expect(stdout).toMatch(/^ {4}timeout +1s +computed: own time of cartservice/m);
    expect(stdout).toMatch(
      /^ {4}maxRequests +50 +computed: a share of the capacity \(the service\)$/m,
    );
  });

  test('writes the same values as JSON', () => {
    const text = meshwright(...CALL).stdout;
    const explained = JSON.parse(meshwright(...CALL, '--format', 'json').stdout) as Explained[];
    expect(explained.map(({ subject }) => subject.split('.')[1])).toEqual([
      undefined,
      'addItem',
      'empty',
      'get',
    ]);
    const values = explained.flatMap(({ sections }) => sections).flatMap((each) => each.values);
    expect(values).toContainEqual({ name: 'retries', value: '2', origin: 'default' });
    for (const { name, value, origin } of values) {
      expect(text.replace(/ +/g, ' ')).toContain(` ${name} ${value} ${origin}\n`);
    }
  });

  test('explains one operation alone', () => {
    const { stdout } = meshwright('explain', 'frontend->cartservice.get', STACKS);
    expect(stdout.match(/^\S.*/gm)).toEqual([
      'online-boutique/frontend→online-boutique/cartservice',
      'online-boutique/frontend→online-boutique/cartservice.get',
    ]);
  });

  // the load generator asks the frontend, whose calls are not repeated when it answers: 3 calls of the cart there
  // (add, get, empty) and 2 by the checkout (get, empty); all but the unsafe add are tried twice: 1 + 2 + 2 + 2 + 2;
  // without a connection the add is tried three times: 3 + 2 + 2 + 2 + 2; budgets leave 4 first tries for each retry: 1 + 4 x 1.25
  test.each([
    ['without failures', '5'],
    ['under response failures', '9'],
    ['tries under connection failures', '11'],
    ['under exhausted retry budgets', '6'],
  ])('counts what arrives at the cart of Online Boutique %s: %s', (name, value) => {
    const { stdout } = meshwright('explain', 'cartservice', STACKS, '--format', 'json');
    const [{ sections }] = JSON.parse(stdout) as [Explained];
    const values = sections.flatMap((section) => section.values);
    expect(values).toContainEqual(expect.objectContaining({ name, value }));
  });
});

test('simulate follows a request to its answer', () => {
  const to = ['simulate', 'productpage', 'reviews', STACKS];
  const { stdout } = meshwright(...to, '--path', '/reviews/7', '--header', 'end-user: jason');
  expect(stdout).toMatch(/^bookinfo\/productpage → bookinfo\/reviews: GET \/reviews\/7$/m);
  expect(stdout).toMatch(/^ {2}route +bookinfo\.productpage\.list\.v2$/m);
  expect(stdout).toMatch(/^ {2}answer +200 after 0s$/m);
});

test('simulate knows a request of an operation', () => {
  const { stdout } = meshwright(
    ...['simulate', 'frontend', 'cartservice.get', STACKS],
    ...['--when', 'host-down:cartservice'],
  );
  expect(stdout).toMatch(/: POST \/hipstershop\.CartService\/GetCart$/m);
  expect(stdout).toMatch(/^ {2}try 1 +host 1, 0s to 0s: connection refused$/m);
  expect(stdout).toMatch(/^ {2}answer +200 after 25ms$/m);
});

test('simulate tells when a host is ejected, after the answer', () => {
  const { stdout } = meshwright(
    ...['simulate', 'frontend', 'cartservice.get', STACKS],
    ...['--when', 'failing:cartservice:503', '--when', 'slow:cartservice:100ms'],
  );
  // two tries of 100 ms and a pause of 25 ms each: 4 x 225 + 100
  expect(stdout).toMatch(
    /^ {2}answer +503 after 225ms\n {2}ejection +host 1 at 1s, by try 1 of request 5, for 30s: 5 in a row \(consecutive5xxErrors\)$/m,
  );
});

const DOTS = program(
  'dots.js',
  `const stripe = new ExternalService(shop, 'stripe', { host: 'api.stripe.com' });
service('pay').calls(stripe);`,
);

test('simulate and explain know what is outside by its host', () => {
  const { stdout } = meshwright('simulate', 'pay', 'api.stripe.com', DOTS);
  expect(stdout).toMatch(/^shop\/pay → shop\/stripe: a connection to 443$/m);
  expect(stdout).toMatch(/^ {2}answer +connected after 0s$/m);
  expect(meshwright('explain', 'pay->api.stripe.com', DOTS).stdout).toMatch(
    /^shop\/pay→shop\/stripe$/m,
  );
});

test('simulate says what the caller may ask where it is denied', () => {
  const { stdout } = meshwright('simulate', 'productpage', 'ratings', STACKS);
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
    [['meshwright', 'simulate', 'a', 'b', 'with'], ['with space.js']],
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
