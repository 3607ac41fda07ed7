import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { REPOSITORY } from '../../meta/sources';
import { folder, meshwright, program, STACKS, TWO } from './command';

jest.setTimeout(120_000);

const SCHEMA = join(
  REPOSITORY,
  'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

const WRONG = program('wrong.js', "new ResilientService(shop, 'cart', { image: 'a:1', port: 0 });");
const ACCEPTED = program(
  'accepted.js',
  `const cart = service('cart', { scale: Scale.fixed(2) });
Findings.accept(cart, 'MW1004', '50% of what the licence allows, see: terms');`,
);
const STALE = program(
  'stale.js',
  `const cart = service('cart');
Findings.accept(cart, 'MW1004', 'two are enough');
Findings.accept(cart, 'MW9999', 'nobody knows');`,
);

test('both applications are well, and nothing is written', () => {
  const { status, stdout } = meshwright('check', STACKS);
  expect(stdout).not.toMatch(/^(error|warning)/m);
  expect(stdout).toMatch(/^16 services, \d+ calls: 3 info$/m);
  expect(status).toBe(0);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

test('each finding is on a line, with what to do below, and they are counted', () => {
  const { status, stdout } = meshwright('check', TWO);
  expect(stdout).toMatch(
    /^warning MW1004 shop\/cart scale: got 2 replicas.*\n {2}run 3 replicas or more\n1 service, 0 calls: 1 warning\n$/,
  );
  expect(status).toBe(0);
});

describe('an app in which nothing can be called', () => {
  const gateway = (hosts: string): string => `new MeshGateway(
  new Chart(new MeshApp(), 'edge', { namespace: 'edge' }), 'door', { hosts: ['${hosts}'] });`;

  test('is checked as well as the one before it', () => {
    const second = program('second.js', `service('cart');\n${gateway('not a host!')}`);
    const { status, stdout } = meshwright('check', second);
    expect(stdout).toMatch(/^error MW0503 edge\/door hosts: got "not a host!"/m);
    expect(status).toBe(1);
  });

  test('is checked alone, and passes where all is well', () => {
    expect(meshwright('check', program('alone.js', gateway('not a host!'))).status).toBe(1);
    const namespace = "new MeshNamespace(shop, 'namespace');";
    const { status, stdout } = meshwright('check', program('well.js', namespace));
    expect(stdout).toMatch(/^0 services, 0 calls: no findings$/m);
    expect(status).toBe(0);
  });

  test('is refused where it declares nothing', () => {
    const { status, stderr } = meshwright('check', program('empty.js', ''));
    expect(stderr).toMatch(/empty\.js declares nothing of Meshwright\n$/);
    expect(status).toBe(2);
  });
});

test('the command fails from the level on that was asked for', () => {
  expect(meshwright('check', TWO, '--fail-on', 'warning').status).toBe(1);
  expect(meshwright('check', TWO, '--fail-on', 'info').status).toBe(1);
  expect(meshwright('check', WRONG).status).toBe(1);
});

test('experiments are judged by the day that is given, and by none otherwise', () => {
  const slow = program(
    'slow.js',
    `new Mesh(shop, 'Mesh', { environment: 'test' });
const cart = service('cart');
service('web').calls(cart);
new Experiment(shop, 'slow-cart', { on: cart, fault: Fault.abort(503), expires: '2027-01-31' });`,
  );
  expect(meshwright('check', slow).status).toBe(0);
  expect(meshwright('check', slow, '--at', '2027-01-31').status).toBe(0);
  const late = meshwright('check', slow, '--at', '2027-02-01');
  expect(late.status).toBe(1);
  expect(late.stdout).toContain('error MW0811 shop/slow-cart expires: got 2027-01-31');
});

test('what the program prints is kept out of the report', () => {
  const { stdout, stderr } = meshwright('check', TWO, '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ findings: [{ code: 'MW1004' }], accepted: [] });
  expect(stderr).toContain('the program says something');
});

describe('an accepted finding fails nothing, and is printed with its reason', () => {
  const as = (format: string): string => {
    const { status, stdout } = meshwright(
      'check',
      ACCEPTED,
      '--fail-on',
      'info',
      '--format',
      format,
    );
    expect(status).toBe(0);
    return stdout;
  };
  const REASON = '50% of what the licence allows, see: terms';

  test('as text', () => {
    expect(as('text')).toMatch(
      /^accepted MW1004 shop\/cart scale: got 2 replicas.*\n {2}because 50% of .* terms\n1 service, 0 calls: no findings\n$/,
    );
  });

  test('as JSON', () => {
    expect(JSON.parse(as('json'))).toMatchObject({
      findings: [],
      accepted: [{ finding: { code: 'MW1004' }, reason: REASON }],
    });
  });

  test('as SARIF', () => {
    expect(JSON.parse(as('sarif'))).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: 'MW1004',
              suppressions: [{ kind: 'inSource', justification: REASON }],
            },
          ],
        },
      ],
    });
  });

  test('as an annotation, in which GitHub finds the reason whole', () => {
    expect(as('github')).toMatch(
      /^::notice title=accepted MW1004 shop\/cart::scale: got 2 replicas.*because 50%25 of what the licence allows, see: terms\n$/,
    );
  });
});

test.each(['text', 'json', 'sarif', 'github'])(
  'an acceptance that nothing needs, and one of an unknown code, are reported as %s',
  (format) => {
    const { status, stdout } = meshwright('check', STALE, '--format', format);
    expect(status).toBe(1);
    expect(stdout).toContain('MW1082');
    expect(stdout).toContain('MW1080');
  },
);

describe('SARIF', () => {
  // written for draft 4, of which it uses nothing that draft 7 has changed but the name of `id`
  const {
    $schema: _draft,
    id: _id,
    ...schema
  } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as object & { $schema: string; id: string };
  const isSarif = new Ajv({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
  }).compile(schema);

  test.each([TWO, WRONG, STACKS, ACCEPTED, STALE])(
    'its schema accepts what %s leads to',
    (entry) => {
      const log: unknown = JSON.parse(meshwright('check', entry, '--format', 'sarif').stdout);
      isSarif(log);
      expect(isSarif.errors).toBeNull();
      expect(log).toMatchObject({
        version: '2.1.0',
        runs: [{ tool: { driver: { name: 'meshwright' } } }],
      });
    },
  );

  test('the schema has teeth', () => {
    expect(isSarif({ version: '2.1.0' })).toBe(false);
  });

  test('the name of the program is a reference, whatever characters it has', () => {
    program('a b#1?.js', "service('cart', { scale: Scale.fixed(2) });");
    const { stdout } = meshwright('check', 'a b#1?.js', '--format', 'sarif');
    expect(stdout).toContain('"uri": "a%20b%231%3F.js"');
  });
});

describe('annotations for GitHub', () => {
  test('name level, code and construct', () => {
    expect(meshwright('check', TWO, '--format', 'github').stdout).toMatch(
      /^::warning title=MW1004 shop\/cart::MW1004 scale: got 2 replicas/,
    );
  });

  // @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
  test('escape what would end the title or the line', () => {
    const odd = program(
      'odd.js',
      "new ResilientService(new Chart(app, 'a,b:c', { namespace: 'odd' }), 'cart', { image: 'a%b\\nc', port: 8080 });",
    );
    const { stdout } = meshwright('check', odd, '--format', 'github');
    const [line = ''] = stdout.split('\n').filter((each) => each.includes('image'));
    expect(line).toMatch(/^::error title=MW\d{4} a%2Cb%3Ac\/cart::MW\d{4} image: got "a%25b/);
    expect(
      stdout
        .trim()
        .split('\n')
        .every((each) => each.startsWith('::')),
    ).toBe(true);
  });
});
