import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { synthesizeShards, type Synthesis } from '../../../../constructs';
import { filesIn, withFolder, type Files } from '../../../support/folder';
import { anObject } from '../objects';

const ROOT = join(__dirname, '..', '..', '..', '..');
const CDK8S = join(ROOT, 'node_modules', 'cdk8s');
// threads read JavaScript, which `npm test` has built
const BUILT = join(ROOT, 'dist', 'js', 'lib', 'synth', 'threads', 'synthesize-in-threads.js');

/** A system of six charts; `shard(i)` may do something else than make one. */
const shards = (outdir: string, shard = ''): string => `
const { ApiObject, App, Chart } = require(${JSON.stringify(CDK8S)});
exports.shards = function* (part, parts) {
  for (let i = part; i < 6; i += parts) {
    ${shard}
    const app = new App({ outdir: ${JSON.stringify(outdir)} });
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    new ApiObject(new Chart(app, 'c' + i), 'a', object);
    yield app;
  }
};
`;

interface Outcome {
  readonly synthesis?: Synthesis;
  readonly error?: string;
  /** What was told while the threads ran. */
  readonly progress: readonly (readonly [number, number])[];
  readonly files: Files;
  /** What stands beside the output afterwards. */
  readonly beside: readonly string[];
}

/** Runs `source` as the module of some threads, with an output that has files of an earlier run. */
function inThreads(source: (outdir: string) => string, options: object = {}): Outcome {
  return withFolder({ 'old.k8s.yaml': 'old', 'c0.k8s.yaml': 'old' }, (outdir) => {
    const module = join(dirname(outdir), 'shards.js');
    writeFileSync(module, source(outdir));
    const given = JSON.stringify({ module, outdir, removesOthers: true, threads: 3, ...options });
    const program = `const progress = [];
    const onProgress = (...counts) => progress.push(counts);
    require(${JSON.stringify(BUILT)}).synthesizeInThreads({ ...${given}, onProgress }).then(
      (synthesis) => console.log(JSON.stringify({ synthesis, progress })),
      ({ message: error }) => console.log(JSON.stringify({ error, progress })),
    )`;
    const printed = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    const beside = readdirSync(dirname(outdir)).filter((name) => name !== 'shards.js');
    const told = JSON.parse(printed) as Pick<Outcome, 'synthesis' | 'error' | 'progress'>;
    return { ...told, files: filesIn(outdir), beside };
  });
}

/** What one thread writes of the same system. */
function inOneThread(): Files {
  return withFolder({}, (outdir) => {
    synthesizeShards(
      Array.from({ length: 6 }, (_, i) => {
        const app = new App({ outdir });
        anObject(new Chart(app, `c${i}`), 'a', { metadata: { name: 'a' } });
        return app;
      }),
    );
    return filesIn(outdir);
  });
}

const EARLIER = { 'c0.k8s.yaml': 'old', 'old.k8s.yaml': 'old' };

test.each([1, 2, 3, 8])('%d threads write what one does, and remove what is old', (threads) => {
  const wanted = inOneThread();
  const { synthesis, files, beside } = inThreads(shards, { threads });
  expect(files).toEqual(wanted);
  expect(synthesis).toEqual({ files: Object.keys(wanted).sort(), objects: 6 });
  expect(beside).toEqual(['manifests']);
});

test('threads tell together how many objects are done', () => {
  // longer than the pause between two messages of a thread
  const busy = `for (const end = Date.now() + 150; Date.now() < end; );`;
  const { progress } = inThreads((outdir) => shards(outdir, busy));
  const done = progress.map(([count]) => count);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(progress.at(-1)).toEqual([6, 6]);
});

test.each([
  ['a shard that throws', `if (i >= 1) throw new Error('shard ' + i);`, 'shard 2'],
  ['a module that ends its thread', `process.exit(7);`, 'ended its thread with exit code 7'],
  [
    'the same chart in two threads',
    `i = i % 2 === 0 ? i : 0;`,
    'twice: two charts or objects have the same name',
  ],
])('%s leaves the earlier files', (_what, shard, text) => {
  const { error, files, beside } = inThreads((outdir) => shards(outdir, shard), { threads: 2 });
  expect(error).toContain(text);
  expect(files).toEqual(EARLIER);
  expect(beside).toEqual(['manifests']);
});

test('where constructs are is recorded as one thread records it', () => {
  const { files, synthesis } = inThreads((outdir) =>
    shards(outdir).replace('new App({', 'new App({ recordConstructMetadata: true,'),
  );
  const { resources } = JSON.parse(files['construct-metadata.json'] ?? '{}') as {
    resources: object;
  };
  expect(resources).toEqual({ a: { path: expect.stringMatching(/^c\d\/a$/) as string } });
  expect(synthesis?.files).toContain('construct-metadata.json');
});

test('charts that depend on each other are refused, however they are shared out', () => {
  const { error, files } = inThreads(
    (outdir) =>
      shards(outdir).replace(
        'yield app;',
        `app.node.findChild('c' + i).addDependency(new Chart(app, 'd' + i)); yield app;`,
      ),
    { threads: 6 },
  );
  expect(error).toContain('would be numbered in each app anew');
  expect(files).toEqual(EARLIER);
});

test('nothing is removed where there is no shard at all', () => {
  const { synthesis, files, beside } = inThreads(() => 'exports.shards = () => [];');
  expect(synthesis).toEqual({ files: [], objects: 0 });
  expect(files).toEqual(EARLIER);
  expect(beside).toEqual(['manifests']);
});

test('a module without shards is told what it lacks', () => {
  const { error, files } = inThreads(() => 'exports.shard = () => [];');
  expect(error).toMatch(
    /shards\.js exports no function shards\(part, parts\) that makes the apps$/,
  );
  expect(files).toEqual(EARLIER);
});

test.each([0, 1.5, -1])('%d threads are refused', (threads) => {
  expect(inThreads(shards, { threads })).toMatchObject({
    error: `threads: got ${threads}, want a whole number of 1 or more`,
    files: EARLIER,
  });
});
