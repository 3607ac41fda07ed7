import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { compile, installConsumer, REPOSITORY, run, type Resolution } from './support/consumer';

jest.setTimeout(180_000);

let consumer: string;
beforeAll(() => {
  consumer = installConsumer();
});
afterAll(() => {
  rmSync(consumer, { recursive: true, force: true });
});

/** What `expression` is in a process of the consumer. */
function evaluate(expression: string): unknown {
  return JSON.parse(run(consumer, process.execPath, '-p', `JSON.stringify(${expression})`));
}

const loadedBy = (entry: string) =>
  evaluate(`(require('${entry}'), Object.keys(require.cache))`) as string[];

/** The values that the committed list promises for an entry point; types leave no trace at run time. */
function promised(entry: string): string[] {
  const report = readFileSync(join(REPOSITORY, 'etc', 'public-api.md'), 'utf8');
  const section = report.split(/^## /m).find((text) => text.startsWith(`${entry}\n`)) ?? '';
  return [...section.matchAll(/^- (?:class|const|enum|function) (\w+)$/gm)].map(
    ([, name]) => `${name}`,
  );
}

test.each<Resolution>(['node10', 'node16', 'bundler'])(
  'a consumer compiles with %s resolution',
  (resolution) => {
    expect(() => compile(consumer, resolution)).not.toThrow();
  },
);

test('the compiled consumer synthesizes a workload and the policy that protects it', () => {
  run(consumer, process.execPath, join(compile(consumer, 'node16'), 'main.js'));
  const kinds = manifestsIn(join(consumer, 'dist')).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'AuthorizationPolicy']));
});

test.each(['meshwright', 'meshwright/testing'])('%s knows no Pulumi', (entry) => {
  expect(loadedBy(entry).filter((file) => file.includes('/@pulumi/'))).toEqual([]);
});

test('loading meshwright/pulumi loads Pulumi, and no cdk8s-plus', () => {
  const loaded = loadedBy('meshwright/pulumi');
  expect(loaded.some((file) => file.includes('/@pulumi/kubernetes/'))).toBe(true);
  expect(loaded.filter((file) => file.includes('/node_modules/cdk8s-plus-27/'))).toEqual([]);
});

test.each(['@pulumi', 'typescript', 'cdk8s-plus-27', '@kubernetes-models', 'kubernetes-models'])(
  'loading meshwright does not load %s',
  (unwanted) => {
    const folder = `/node_modules/${unwanted}/`;
    expect(loadedBy('meshwright').filter((file) => file.includes(folder))).toEqual([]);
  },
);

test('loading meshwright reads a handful of its own files', () => {
  const own = loadedBy('meshwright').filter((file) => file.includes('/node_modules/meshwright/'));
  expect(own.length).toBeGreaterThan(0);
  expect(own.length).toBeLessThan(15);
});

test('what plans, checks and renders is read where services are written, not by an import or a declaration', () => {
  const readLate = `Object.keys(require.cache).some((file) => file.endsWith('/late.js'))`;
  const after = evaluate(`
    (() => {
      const { App, Chart } = require('cdk8s');
      const { ResilientService, synthesize } = require('meshwright');
      const after = { import: ${readLate} };
      const app = new App({ outdir: 'late' });
      const chart = new Chart(app, 'shop', { namespace: 'shop' });
      synthesize(app);
      after.plainApp = ${readLate};
      const image = 'ghcr.io/acme/orders:2.0.0';
      const orders = new ResilientService(chart, 'orders', { image, port: 8080 });
      new ResilientService(chart, 'shipping', { image }).calls(orders);
      after.declared = ${readLate};
      synthesize(app);
      return { ...after, synthesized: ${readLate} };
    })()`);
  expect(after).toEqual({
    import: false,
    plainApp: false,
    declared: false,
    synthesized: true,
  });
});

test.each(['meshwright', 'meshwright/testing', 'meshwright/pulumi'])(
  '%s exports at run time what etc/public-api.md lists',
  (entry) => {
    const names = evaluate(`Object.keys(require('${entry}'))`) as string[];
    expect(names.sort()).toEqual(promised(entry).sort());
  },
);

test('etc/public-api.md is what `node scripts/public-api.mjs` writes', () => {
  const fresh = join(mkdtempSync(join(tmpdir(), 'meshwright-api-')), 'public-api.md');
  run(REPOSITORY, process.execPath, join('scripts', 'public-api.mjs'), fresh);
  const committed = readFileSync(join(REPOSITORY, 'etc', 'public-api.md'), 'utf8');
  expect(committed).toBe(readFileSync(fresh, 'utf8'));
});

describe('the packed command', () => {
  const meshwright = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(join('node_modules', '.bin', 'meshwright'), args, {
      cwd: consumer,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const app = (): string => join(compile(consumer, 'node16'), 'main.js');

  test.each(['check', 'explain', 'simulate', 'graph', 'completion'])(
    'knows %s, and helps with it',
    (command) => {
      const { status, stdout, stderr } = meshwright(command, '--help');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^Usage: meshwright ${command} [^]*^Examples?:$`, 'm'));
    },
  );

  test('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(meshwright('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('check passes a sound app, fails a refused one, and turns away what is none', () => {
    expect(meshwright('check', app())).toMatchObject({
      status: 0,
      stdout: '2 services, 1 call: no findings\n',
    });
    const refused = join(consumer, 'refused.js');
    const sound = readFileSync(app(), 'utf8');
    // without the assertion at its end
    const declared = sound.slice(0, sound.indexOf('for (const finding'));
    writeFileSync(refused, declared.replace('port: 8080', 'port: 0'));
    const { status, stdout } = meshwright('check', refused);
    expect(stdout).toMatch(/^error MW0\d{3} shop\/orders port: got 0, want/m);
    expect(status).toBe(1);
    expect(meshwright('check', 'nothing.js')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'meshwright: there is no nothing.js\n',
    });
  });

  test('explain, simulate and graph answer about the app', () => {
    const explained = meshwright('explain', 'orders->payments', app());
    expect(explained.stdout).toMatch(
      /^shop\/orders→shop\/payments\n[^]*^ {4}timeout +1s +computed/m,
    );
    const simulated = meshwright('simulate', 'orders', 'payments', app());
    expect(simulated.stdout).toMatch(/^ {2}answer +200 after 0s$/m);
    const drawn = meshwright('graph', app(), '--format', 'svg');
    expect(drawn.stdout).toMatch(/^<svg [^]*shop\/payments[^]*<\/svg>\n$/);
    expect([explained.status, simulated.status, drawn.status]).toEqual([0, 0, 0]);
  });

  test('completion prints a script that bash takes', () => {
    writeFileSync(join(consumer, 'completion.bash'), meshwright('completion', 'bash').stdout);
    expect(
      run(consumer, 'bash', '-c', 'source completion.bash && complete -p meshwright'),
    ).toContain('_meshwright meshwright');
  });
});

interface Manifest {
  readonly kind: string;
}

function manifestsIn(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Manifest);
}
