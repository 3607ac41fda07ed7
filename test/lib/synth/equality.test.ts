import { readFileSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import {
  ApiObject,
  App,
  Chart,
  Helm,
  Include,
  JsonPatch,
  Lazy,
  Yaml,
  YamlOutputType,
  type IResolver,
  type ResolutionContext,
} from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { load } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { synthesize, synthesizeShards } from '../../../constructs';
import { STACKS } from '../../../stacks/stacks';
import { errorOf, filesIn, withFolder } from '../../support/folder';
import { expectEqual, type Build } from '../../support/stock';
import { anObject } from './objects';
import { TRAPS } from './yaml/traps';

/** A resolver of a user's: it replaces a word wherever it stands. */
const shouting: IResolver = {
  resolve(context: ResolutionContext) {
    if (context.value === 'quiet') context.replaceValue(`LOUD ${context.key.join('/')}`);
  },
};

/** A value as the classes of generated objects have it. */
class Quantity {
  public constructor(public readonly value: string | number) {}
}

function withEverything(app: App): void {
  const chart = new Chart(app, 'shop', { namespace: 'shop', labels: { team: 'quiet' } });
  const object = anObject(chart, 'a', {
    metadata: { name: 'quiet', annotations: { note: 'a: b', empty: '' }, finalizers: [] },
    spec: {
      z: [
        null,
        undefined,
        [],
        {},
        [{ b: 1, a: Lazy.any({ produce: () => ({ y: 1, x: 'quiet' }) }) }],
      ],
      a: Lazy.any({
        produce: (): unknown[] => [Lazy.any({ produce: () => 'quiet' }), { resolve: () => 7 }],
      }),
      limit: new Quantity('100m'),
      10: 'ten',
      9: 'nine',
      nothing: null,
      text: `line\n  more\n\n`,
      floats: [0.1, -0, 1e21, 1e-7],
    },
  });
  object.metadata.add('extra', { deep: { empty: {} } });
  object.metadata.addLabel('late', 'yes');
  object.addJsonPatch(
    JsonPatch.add('/spec/patched', { b: ['no'], a: 1 }),
    JsonPatch.remove('/spec/z/0'),
  );
}

function withCdk8sPlus(app: App): void {
  const chart = new Chart(app, 'plus', { disableResourceNameHashes: true });
  const config = new kplus.ConfigMap(chart, 'config', { data: { 'a.conf': 'a = 1\nb: 2\n' } });
  const deployment = new kplus.Deployment(chart, 'web', {
    containers: [
      {
        image: 'nginx:1.27',
        portNumber: 8080,
        envVariables: { A: kplus.EnvValue.fromConfigMap(config, 'a.conf') },
        volumeMounts: [
          { path: '/etc/conf', volume: kplus.Volume.fromConfigMap(chart, 'v', config) },
        ],
      },
    ],
  });
  deployment.exposeViaIngress('/web', { name: 'web' });
  new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target: deployment, maxReplicas: 7 });
  new kplus.Namespace(chart, 'namespace');
  deployment.node.addDependency(config);
}

class Reversed extends Chart {
  public override toJson(): unknown[] {
    return super.toJson().reverse();
  }
}

const CORPUS: Readonly<Record<string, Build>> = {
  ...STACKS,
  'an app without charts': () => undefined,
  'a chart without objects': (app) => void new Chart(app, 'empty'),
  'what a value can be': withEverything,
  'every text that is a trap': (app) => {
    // as keys these two are refused by cdk8s
    const keys = TRAPS.filter((text) => text !== 'constructor' && text !== '__proto__');
    const data = Object.fromEntries(keys.map((text) => [text, [text, { [text]: text }]]));
    anObject(new Chart(app, 'traps'), 'a', { data });
  },
  'cdk8s-plus': withCdk8sPlus,
  'a chart that makes its own manifests': (app) => {
    const chart = new Reversed(app, 'reversed');
    for (const id of ['a', 'b', 'c']) anObject(chart, id);
    new Chart(app, 'plain').addDependency(chart);
  },
  'one object in two places': (app) => {
    const shared = { a: [1] };
    const object = anObject(new Chart(app, 'shared'), 'a');
    object.toJson = () => ({
      apiVersion: 'v1',
      kind: 'Odd',
      metadata: { name: 'odd' },
      one: shared,
      two: shared,
      date: new Date(0),
    });
  },
};

const OUTPUTS = [
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

describe.each(Object.entries(CORPUS))('%s', (_name, build) => {
  test.each(OUTPUTS)('is written as cdk8s writes it, with the output type %s', (yamlOutputType) => {
    expectEqual(build, {
      yamlOutputType,
      outputFileExtension: '.yml',
      recordConstructMetadata: true,
    });
  });

  test('is written as cdk8s writes it where a resolver of the user has a say', () => {
    expectEqual(build, { resolvers: [shouting] });
  });
});

test('two readers get every trap back as it was', () => {
  // half a character, and what only YAML 1.2 takes for a number: cdk8s writes YAML 1.1
  const texts = TRAPS.filter((text) => !/\p{Surrogate}/u.test(text) && text !== '0o17');
  const data = Object.fromEntries(texts.map((text, i) => [`k${i}`, text]));
  const files = expectEqual((app) => void anObject(new Chart(app, 'traps'), 'a', { data }));
  const text = Buffer.from(files['traps.k8s.yaml'] ?? '', 'latin1').toString();
  expect(load(text)).toMatchObject({ data });
  for (const version of ['1.1', '1.2'] as const) {
    expect(parseAllDocuments(text, { version })[0]?.toJS()).toMatchObject({ data });
  }
});

test('included manifests are written as cdk8s writes them', () => {
  const url = join(__dirname, '../../../dist/manifests/bookinfo/bookinfo.k8s.yaml');
  const files = expectEqual((app) => void new Include(new Chart(app, 'included'), 'all', { url }));
  expect(Object.values(files).join('')).toContain('kind: VirtualService');
});

test('a Helm chart is written as cdk8s writes it', () => {
  withFolder({}, (folder) => {
    // stands for the real program, which renders the same text whatever it is asked
    const manifests = readFileSync(join(__dirname, '../../golden/smallest/shop.k8s.yaml'), 'utf8');
    const helm = join(folder, '..', 'helm');
    writeFileSync(helm, `#!/bin/sh\ncat <<'END'\n${manifests}END\n`);
    chmodSync(helm, 0o755);
    const props = { chart: 'shop', helmExecutable: helm };
    const files = expectEqual((app) => void new Helm(new Chart(app, 'helm'), 'shop', props));
    expect(Object.values(files).join('')).toContain('kind: AuthorizationPolicy');
  });
});

test('sorting of keys is left out where cdk8s is told so', () => {
  process.env.CDK8S_DISABLE_SORT = '1';
  try {
    const files = expectEqual(withEverything);
    expect(Object.values(files).join('')).toMatch(/z:[^]*limit:/);
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
});

test('a program that writes YAML in its own way keeps it', () => {
  const written = jest.spyOn(Yaml, 'stringify').mockReturnValue('# mine\n');
  const files = expectEqual(withEverything);
  written.mockRestore();
  expect(files).toEqual({ 'shop.k8s.yaml': '# mine\n' });
});

test('apps in one folder are written as one app', () => {
  const one = (app: App, i: number): void => void anObject(new Chart(app, `c${i}`), 'a');
  withFolder({}, (outdir) => {
    const shards = function* (): Generator<App> {
      for (let i = 0; i < 3; i += 1) {
        const app = new App({ outdir });
        one(app, i);
        yield app;
      }
    };
    expect(synthesizeShards(shards())).toEqual({
      files: ['c0.k8s.yaml', 'c1.k8s.yaml', 'c2.k8s.yaml'],
      objects: 3,
    });
    expect(filesIn(outdir)).toEqual(expectEqual((app) => [0, 1, 2].forEach((i) => one(app, i))));
  });
});

test('apps whose charts depend on each other, or that name other folders, are refused', () => {
  const earlier = { 'a.k8s.yaml': 'old' };
  withFolder(earlier, (outdir) => {
    const [first, second] = [new App({ outdir }), new App({ outdir })];
    new Chart(first, 'a');
    new Chart(second, 'b').addDependency(new Chart(second, 'c'));
    expect(errorOf(() => synthesizeShards([first, second]))).toContain('would be numbered');
    const elsewhere = new App({ outdir: 'elsewhere' });
    expect(errorOf(() => synthesizeShards([first, elsewhere]))).toContain('want one for all apps');
    expect(filesIn(outdir)).toEqual(earlier);
    expect(synthesizeShards([])).toEqual({ files: [], objects: 0 });
  });
});

describe('what cannot be written', () => {
  const refused = (declare: (chart: Chart) => void): string =>
    withFolder({ 'shop.k8s.yaml': 'old' }, (outdir) => {
      const app = new App({ outdir });
      declare(new Chart(app, 'shop'));
      const text = errorOf(() => synthesize(app));
      if (filesIn(outdir)['shop.k8s.yaml'] !== 'old') throw new Error('something was written');
      return text;
    });

  test('a value that nobody resolves is refused with its construct and type', () => {
    const text = refused((chart) => anObject(chart, 'a', { data: { a: new Set([1]) } }));
    expect(text).toContain("'shop/a'");
    expect(text).toContain("can't render non-simple object of type 'Set'");
  });

  test('a Lazy in a patch is refused, where cdk8s writes what it is made of', () => {
    const value = Lazy.any({ produce: () => 7 }) as unknown;
    const text = refused((chart) =>
      anObject(chart, 'a').addJsonPatch(JsonPatch.add('/data', { value })),
    );
    expect(text).toBe(
      '[shop/a] addJsonPatch /data: got an object of type Lazy, want a plain value; patches are not resolved, so give what it stands for',
    );
  });

  test('a function is refused with its construct', () => {
    const text = refused((chart) => anObject(chart, 'a', { data: { a: () => 7 } }));
    expect(text).toMatch(/^cannot write \[shop\/a] as YAML: /);
  });

  test('two objects for one file are refused, where cdk8s loses the first', () => {
    withFolder({}, (outdir) => {
      const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
      for (const namespace of ['a', 'b']) {
        anObject(new Chart(app, namespace, { namespace }), 'o', { metadata: { name: 'one' } });
      }
      expect(errorOf(() => synthesize(app))).toContain('cannot write ConfigMap.one.k8s.yaml into ');
      expect(() => filesIn(outdir)).toThrow('ENOENT');
    });
  });
});

test('objects keep their own way to make a manifest', () => {
  class Odd extends ApiObject {
    public override toJson(): unknown {
      return { ...(super.toJson() as object), odd: true };
    }
  }
  const files = expectEqual(
    (app) => void new Odd(new Chart(app, 'odd'), 'a', { apiVersion: 'v1', kind: 'Odd' }),
  );
  expect(files['odd.k8s.yaml']).toContain('odd: true');
});
