// `npm run lab:envoy-filters`: every EnvoyFilter that we render, taken by the Envoy of each supported Istio, and what
// the newest of them does with requests.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { bootstrapOf, portsOf } from './envoy-bootstrap.mjs';
import { SCENARIOS } from './envoy-scenarios.mjs';
import { envoy, ENVOY_VERSIONS, refusal, whileRunning } from './envoy.mjs';
import { startBackend, untilReady } from './traffic.mjs';

const ROOT = resolve(import.meta.dirname, '..', '..');

function filtersIn(folder) {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return entries
    .filter((file) => file.endsWith('.k8s.yaml'))
    .sort()
    .flatMap((file) => documentsIn(join(folder, file)))
    .filter(({ object }) => object?.kind === 'EnvoyFilter');
}

function documentsIn(file) {
  const documents = parseAllDocuments(readFileSync(join(ROOT, file), 'utf8'));
  return documents.map((document) => ({ file, object: document.toJS() }));
}

function row(what, verdict) {
  console.log(`${what.padEnd(96)}${verdict}`);
  return verdict === 'ok';
}

function written(folder, bootstrap) {
  const file = join(folder, 'bootstrap.json');
  writeFileSync(file, JSON.stringify(bootstrap));
  return file;
}

function validate(folder, filters) {
  return Object.entries(ENVOY_VERSIONS).flatMap(([istio, versions]) =>
    versions.flatMap((version) => {
      const binary = envoy(version);
      return filters.flatMap(({ file, object }) =>
        portsOf(object).map((port) => {
          const said = refusal(binary, written(folder, bootstrapOf([object], port)));
          const what = `Istio ${istio}, Envoy ${version}: ${object.metadata.name} of ${file}, port ${port}`;
          return row(what, said ?? 'ok');
        }),
      );
    }),
  );
}

/** Buckets that are not filled again within a run: how long its requests take has no say in how many are let through. */
function withoutRefills(object) {
  const text = JSON.stringify(object);
  return JSON.parse(text.replaceAll(/("fill_interval":")(\d+)s"/g, '$1$2000s"'));
}

async function behave(folder, filters) {
  const newest = envoy(Object.values(ENVOY_VERSIONS).flat().at(-1));
  const results = [];
  for (const { title, names, run } of SCENARIOS) {
    const chosen = filters
      .map(({ object }) => object)
      .filter((o) => names.includes(o.metadata.name))
      .map(withoutRefills);
    if (chosen.length !== names.length) throw new Error(`want ${names.join(', ')} in the goldens`);
    const file = written(folder, bootstrapOf(chosen, 8080));
    const problem = await whileRunning(newest, file, async () => {
      await untilReady();
      return run();
    });
    results.push(row(title, problem ?? 'ok'));
  }
  return results;
}

const filters = ['dist/manifests', 'test/golden'].flatMap(filtersIn);
const folder = mkdtempSync(join(tmpdir(), 'meshwright-envoy-'));
const backend = await startBackend();
try {
  const results = [...validate(folder, filters), ...(await behave(folder, filters))];
  process.exitCode = results.length > 0 && results.every(Boolean) ? 0 : 1;
} finally {
  backend.close();
  rmSync(folder, { recursive: true });
}
