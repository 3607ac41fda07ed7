// Measures how long a whole system takes to analyse, and with which exponent of its size the time grows.
// Usage: npm run bench:analysis -- 1000 5000 10000
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { checkModel } = require('../dist/js/lib/graph/analysis/rules.js');
const { analyse } = require('../dist/js/lib/graph/analysis/analyse.js');

const EDGES_EACH = 5;
const retries = {
  attempts: 1,
  perTryTimeoutMs: undefined,
  retryOn: ['503', 'connect-failure'],
  backoffMs: 25,
};

/** A system without circles in which each service calls five of the next thousand, always the same ones. */
function systemOf(services) {
  let seed = 7;
  // Park and Miller: any generator will do, as long as it is the same every time
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const nodes = Array.from({ length: services }, (_, index) => nodeOf(`s${index}`));
  const edges = nodes.slice(0, -1).flatMap(({ id }, from) =>
    Array.from({ length: EDGES_EACH }, () => {
      const reach = Math.min(1000, services - from - 1);
      return edgeOf(id, `s${from + 1 + Math.floor(random() * reach)}`);
    }),
  );
  return modelOf(nodes, edges);
}

function modelOf(nodes, edges) {
  return { nodes, edges, zones: [], limits: { amplification: 27, depth: 10, fanOut: 10 } };
}

function nodeOf(id) {
  return {
    id,
    kind: 'service',
    path: id,
    name: id,
    namespace: 'shop',
    hasPorts: true,
    operations: [],
    ownTime: { ms: 10, origin: 'service' },
    objectives: { availabilityPercent: undefined, latencies: [] },
    pods: [
      { version: 'v1', min: 3, max: 3, updating: 0, ejection: undefined, capacity: undefined },
    ],
    evictable: 1,
  };
}

function edgeOf(from, to) {
  return {
    id: `${from}→${to}`,
    path: from,
    prop: `calls(${to})`,
    from,
    to,
    carriesRequests: true,
    isEnforced: true,
    times: 1,
    clientRetries: 0,
    deadline: { ms: 1000, origin: 'derived' },
    retries,
    retryBudget: { percent: 20, minConcurrency: 3 },
    connectTimeoutMs: 500,
  };
}

/** Layers of services, each of which calls all of the next layer: a number of paths that is exponential in their depth. */
function layered(layers, width) {
  const nameOf = (layer, index) => `l${layer}n${index}`;
  const rows = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: width }, (_each, index) => nodeOf(nameOf(layer, index))),
  );
  const edges = rows
    .slice(1)
    .flatMap((row, layer) => rows[layer].flatMap(({ id }) => row.map((to) => edgeOf(id, to.id))));
  return modelOf(rows.flat(), edges);
}

function measure(model) {
  const start = process.hrtime.bigint();
  const findings = [];
  checkModel(model, findings);
  analyse(model).amplificationOf(model.nodes.at(-1).id);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return {
    services: model.nodes.length,
    edges: model.edges.length,
    seconds,
    findings: findings.length,
  };
}

const SIZES = process.argv.slice(2).map(Number);
if (SIZES.length === 0) SIZES.push(1000, 2000, 5000, 10_000);
const results = SIZES.map((services) => measure(systemOf(services)));
const layers = measure(layered(20, 10));
for (const { services, edges, seconds, findings } of [...results, layers]) {
  console.log(
    `${services} services, ${edges} edges: ${seconds.toFixed(3)} s, ${findings} findings`,
  );
}
const [first, last] = [results[0], results.at(-1)];
if (results.length > 1) {
  const exponent = Math.log(last.seconds / first.seconds) / Math.log(last.edges / first.edges);
  console.log(`exponent ${exponent.toFixed(2)}`);
}
console.log(`${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
