import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ApiObject, App, Chart, Lazy, YamlOutputType, type AppProps } from 'cdk8s';
import {
  Caller,
  GatewayTls,
  MeshApp,
  MeshGateway,
  MeshNamespace,
  MutualTls,
  OutlierDetection,
  PodHardening,
  Scale,
} from '../../constructs';
import { STACKS } from '../../stacks/stacks';
import { aService } from '../support/declare';
import { errorOf, filesIn, withFolder, type Files } from '../support/folder';

const QUIET = { log: (): void => undefined };

/** A cart in one chart, its ledger in another. */
function cartAndLedger(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace');
  const ledger = aService(new Chart(app, 'books', { namespace: 'books' }), 'ledger');
  aService(shop, 'cart', { port: 7007 }).calls(ledger);
}

/** What an app of this kind writes over `earlier`. */
function written(
  make: (props: AppProps) => App,
  build: (app: App) => void,
  earlier: Files = {},
): Files {
  return withFolder(earlier, (outdir) => {
    const app = make({ outdir });
    build(app);
    app.synth();
    return filesIn(outdir);
  });
}

const ours = (props: AppProps): App => new MeshApp({ ...props, ...QUIET });
const stock = (props: AppProps): App => new App(props);

test.each(Object.entries(STACKS))('a stock App writes the same bytes of %s', (_name, build) => {
  const files = written(ours, build);
  expect(Object.keys(files)).not.toEqual([]);
  expect(written(stock, build)).toEqual(files);
});

const OUTPUTS = [
  'FILE_PER_APP',
  'FILE_PER_CHART',
  'FILE_PER_RESOURCE',
  'FOLDER_PER_CHART_FILE_PER_RESOURCE',
] as const;

test.each(OUTPUTS)('a stock App writes the same files where the output is %s', (output) => {
  const yamlOutputType = YamlOutputType[output];
  const files = written((props) => ours({ ...props, yamlOutputType }), cartAndLedger);
  expect(Object.keys(files)).not.toEqual([]);
  expect(written((props) => stock({ ...props, yamlOutputType }), cartAndLedger)).toEqual(files);
});

test('files of an earlier run are removed, and those of others kept', () => {
  const earlier = { 'gone.k8s.yaml': 'old', 'shop.k8s.yaml': 'old', 'notes/README.md': 'by hand' };
  const files = written(ours, cartAndLedger, earlier);
  expect(Object.keys(files)).toEqual(['books.k8s.yaml', 'notes/README.md', 'shop.k8s.yaml']);
  expect(files['notes/README.md']).toBe('by hand');
  expect(files['shop.k8s.yaml']).toContain('kind: Namespace');
});

test('an app can be synthesized again, with what was declared in between', () => {
  withFolder({}, (outdir) => {
    const app = new MeshApp({ outdir, ...QUIET });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const cart = aService(shop, 'cart');
    app.synth();
    const before = filesIn(outdir);
    app.synth();
    expect(filesIn(outdir)).toEqual(before);
    cart.calls(aService(shop, 'ledger'));
    app.synth();
    expect(filesIn(outdir)['shop.k8s.yaml']).toContain('LEDGER_HOST');
  });
});

/** What synthesis throws over `earlier`, which must stay as it is. */
function refusal(build: (chart: Chart) => void, earlier: Files): string {
  return withFolder(earlier, (outdir) => {
    const log = jest.fn();
    const app = new MeshApp({ outdir, log });
    build(new Chart(app, 'shop', { namespace: 'shop' }));
    const text = errorOf(() => app.synth());
    expect(filesIn(outdir)).toEqual(earlier);
    expect(readdirSync(dirname(outdir))).toEqual(['manifests']);
    expect(log).not.toHaveBeenCalled();
    return text;
  });
}

const EARLIER: Files = { 'shop.k8s.yaml': 'old', 'gone.k8s.yaml': 'old', 'README.md': 'by hand' };

test('all errors of all constructs are told at once, and the earlier output stays', () => {
  const text = refusal((chart) => {
    aService(chart, 'cart', { port: 0, scale: Scale.fixed(0) });
    aService(chart, 'ledger', { image: '' });
    new MeshGateway(chart, 'door', {
      hosts: ['shop.example.com'],
      tls: GatewayTls.secret('shop-tls'),
    });
  }, EARLIER);
  expect(text.split('\n')).toEqual([
    'nothing was written, 3 errors:',
    '  [shop/cart] MW0002 scale: got 0, want a whole number of at least 1; give such a number',
    '  [shop/cart] MW0101 port: got 0, want a whole number from 1 to 65535; give the number of the port',
    '  [shop/ledger] MW0001 image: got "", want a text that is not blank; give the value itself; an Output or a function cannot be written into a manifest',
  ]);
});

test('one error is told in the singular', () => {
  const text = refusal((chart) => aService(chart, 'cart', { port: 0 }), EARLIER);
  expect(text).toMatch(/^nothing was written, 1 error:\n {2}\[shop\/cart] MW0101 /);
});

test('an error shows no line of our code', () => {
  const app = new MeshApp(QUIET);
  aService(new Chart(app, 'shop'), 'cart', { port: 0 });
  let stack: string | undefined;
  try {
    app.synth();
  } catch (error) {
    stack = (error as Error).stack;
  }
  expect(stack).toMatch(/^Error: nothing was written, 1 error:\n {2}\[shop\/cart] [^\n]*$/);
});

test('validations of others stop it too', () => {
  const text = refusal((chart) => {
    chart.node.addValidation({ validate: () => ['the moon is wrong'] });
  }, EARLIER);
  expect(text).toBe('nothing was written, 1 error:\n  [shop] the moon is wrong');
});

test('an object that cannot be rendered leaves the earlier output as it was', () => {
  const produce = (): never => {
    throw new Error('no such thing');
  };
  const text = refusal((chart) => {
    aService(chart, 'cart');
    const data = Lazy.any({ produce }) as unknown;
    new ApiObject(chart, 'Other', { apiVersion: 'v1', kind: 'ConfigMap', data });
  }, EARLIER);
  expect(text).toContain('no such thing');
});

/** Two apps, of which `build` gets the charts, each in a folder of its own below `outdir`. */
function twoApps(outdir: string, build: (first: Chart, second: Chart) => void): readonly MeshApp[] {
  const [first, second] = ['first', 'second'].map((name) => {
    const app = new MeshApp({ outdir: `${outdir}/${name}`, ...QUIET });
    return { app, chart: new Chart(app, name, { namespace: name }) };
  }) as [{ app: MeshApp; chart: Chart }, { app: MeshApp; chart: Chart }];
  build(first.chart, second.chart);
  return [first.app, second.app];
}

test('several apps are written, each to its folder, and each construct is asked once', () => {
  const validate = jest.fn(() => []);
  const files = withFolder({}, (outdir) => {
    const apps = twoApps(outdir, (first, second) => {
      for (const chart of [first, second]) {
        new MeshNamespace(chart, 'namespace');
        chart.node.addValidation({ validate });
      }
    });
    MeshApp.synthAll(apps);
    return filesIn(outdir);
  });
  expect(Object.keys(files)).toEqual(['first/first.k8s.yaml', 'second/second.k8s.yaml']);
  expect(validate).toHaveBeenCalledTimes(2);
});

test('of several apps, an error in the last leaves the folders of all as they were, and all are told', () => {
  const earlier = { 'first/first.k8s.yaml': 'old', 'second/second.k8s.yaml': 'old' };
  withFolder(earlier, (outdir) => {
    const apps = twoApps(outdir, (first, second) => {
      aService(first, 'cart', { port: 0 });
      aService(second, 'ledger', { image: '' });
    });
    const lines = errorOf(() => MeshApp.synthAll(apps)).split('\n');
    expect(lines.map((line) => line.replace(/(MW\d+) .*/, '$1'))).toEqual([
      'nothing was written, 2 errors:',
      '  [first/cart] MW0101',
      '  [second/ledger] MW0001',
    ]);
    expect(filesIn(outdir)).toEqual(earlier);
  });
});

/** What `build` makes MeshApp say, with the folder called `out`. */
function summary(build: (chart: Chart) => void): string[] {
  return withFolder({}, (outdir) => {
    const log = jest.fn<void, [string]>();
    const app = new MeshApp({ outdir, log });
    build(new Chart(app, 'shop', { namespace: 'shop' }));
    app.synth();
    expect(log).toHaveBeenCalledTimes(1);
    return log.mock.calls.join('').replace(outdir, 'out').split('\n');
  });
}

test('the summary counts the objects and names the files', () => {
  expect(summary((chart) => new MeshNamespace(chart, 'namespace'))).toEqual([
    'out: 4 objects in shop.k8s.yaml',
    '',
  ]);
});

test('the summary lists what was loosened and why, and every warning', () => {
  const [head, ...rest] = summary((chart) => {
    const cart = aService(chart, 'cart', {
      pod: [PodHardening.rootUser('installs packages when it starts')],
      mtls: MutualTls.permissive('the till has no sidecar until May'),
      outlierDetection: OutlierDetection.off('one pod owns each shard'),
    });
    cart.permits(Caller.withoutSidecar('legacy', { app: 'till' }));
    aService(chart, 'worker', { port: undefined });
    new MeshGateway(chart, 'door', { hosts: ['*'], tls: GatewayTls.none('behind the tunnel') });
  });
  expect(head).toMatch(/^out: \d+ objects in shop\.k8s\.yaml$/);
  expect(rest.sort()).toEqual([
    '',
    '  loosened mtls of PeerAuthentication cart: the till has no sidecar until May',
    '  loosened outlier-detection of DestinationRule cart: one pod owns each shard',
    '  loosened root-user of Deployment cart-v1: installs packages when it starts',
    '  loosened tls of Gateway door: behind the tunnel',
    '  warning [shop/door] MW0508 routes: got none, want at least one route; add routes(…), or remove the gateway',
  ]);
});

test('the summary goes to standard error, which no pipe reads by mistake', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const files = written((props) => new MeshApp(props), cartAndLedger);
  const said = write.mock.calls.map(([text]) => String(text));
  write.mockRestore();
  expect(Object.keys(files)).toEqual(['books.k8s.yaml', 'shop.k8s.yaml']);
  expect(said.join('')).toMatch(/objects in books\.k8s\.yaml, shop\.k8s\.yaml\n$/);
});

test('the folder is the one given, else the one of cdk8s synth, else dist/manifests', () => {
  const before = process.env.CDK8S_OUTDIR;
  delete process.env.CDK8S_OUTDIR;
  const byDefault = new MeshApp().outdir;
  process.env.CDK8S_OUTDIR = 'of-the-command';
  const folders = [byDefault, new MeshApp().outdir, new MeshApp({ outdir: 'given' }).outdir];
  if (before === undefined) delete process.env.CDK8S_OUTDIR;
  else process.env.CDK8S_OUTDIR = before;
  expect(folders).toEqual(['dist/manifests', 'of-the-command', 'given']);
});
