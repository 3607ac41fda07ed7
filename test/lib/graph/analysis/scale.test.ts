import { amplificationBeyond } from '../../../../lib/graph/analysis/amplification-screen';
import { analyse } from '../../../../lib/graph/analysis/analyse';
import { checkModel } from '../../../../lib/graph/analysis/rules';
import { structureOf } from '../../../../lib/graph/analysis/structure';
import type { SystemModel } from '../../../../lib/graph/model';
import { layeredSystem, tieredSystem } from '../../../support/large-systems';
import { aModel, anEdge } from '../../../support/models';

test('twenty complete layers of ten: 10^19 paths are added up, not walked', () => {
  const edges = layeredSystem(20, 10).edges.map(({ from, to }) => anEdge(from, to));
  // from one entry: 10^18 paths of 19 calls, three tries each
  const found = analyse(aModel(edges)).amplificationOf('l19n0');
  expect(found?.responseFailures).toBe(10n ** 18n * 3n ** 19n);
});

test('a chain of ten thousand services does not overflow the stack', () => {
  const edges = Array.from({ length: 10_000 }, (_, index) =>
    anEdge(`s${index}`, `s${index + 1}`, { deadline: { ms: 1000, origin: 'declared' } }),
  );
  const model = aModel(edges);
  expect(() => checkModel(model, [])).not.toThrow();
  expect(analyse(model).shapes()[0]).toMatchObject({ service: 's0', depth: 10_000 });
});

/** The shapes of systems whose every service is an entry, or calls one that all call. */
const SHAPES: Readonly<Record<string, (i: number) => readonly number[]>> = {
  star: (i) => (i === 0 ? [] : [0]),
  pairs: (i) => (i % 2 === 1 ? [i - 1] : []),
  layers: (i) => (i < 20 ? [] : [i - 20, i - 20 - (i % 20) + ((i + 7) % 20)]),
  chain: (i) => (i === 0 ? [] : [i - 1]),
};

function systemOf(shape: string, services: number): SystemModel {
  const callees = SHAPES[shape] as (typeof SHAPES)[string];
  const edges = Array.from({ length: services }, (_, i) =>
    callees(i).map((callee) => anEdge(`s${i}`, `s${callee}`)),
  );
  return aModel(edges.flat());
}

/** How often fields of services and calls are read while every rule looks at a system. */
function readsOf(model: SystemModel): number {
  let reads = 0;
  const counted = <T extends object>(value: T): T =>
    new Proxy(value, {
      get: (target, key, receiver): unknown => {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  checkModel(
    { ...model, nodes: counted(model.nodes.map(counted)), edges: model.edges.map(counted) },
    [],
  );
  return reads;
}

test.each(Object.keys(SHAPES))(
  'twice as many services are twice as much to look at: %s',
  (shape) => {
    const [once, twice] = [readsOf(systemOf(shape, 800)), readsOf(systemOf(shape, 1600))];
    expect(once).toBeGreaterThan(800);
    // entries reach a larger share of a deeper system; what is quadratic would be 4
    expect(twice / once).toBeLessThan(2.3);
  },
);

// `npm run bench:analysis` measures the time of 10,000 services
test('reads for each call do not grow with 1,000 services, 5,000 calls and as many entries', () => {
  const each = (services: number): number => {
    const model = tieredSystem(services);
    return readsOf(model) / model.edges.length;
  };
  expect(each(1000) / each(200)).toBeLessThan(1.1);
});

test('reads for each call do not grow with the number of paths: 20 complete layers of 10, and 40', () => {
  const each = (layers: number): number => {
    const model = layeredSystem(layers, 10);
    return readsOf(model) / model.edges.length;
  };
  expect(each(40) / each(20)).toBeLessThan(1.1);
});

test('an entry is followed to what it reaches, however many others there are', () => {
  const structure = structureOf(systemOf('star', 400));
  let steps = 0;
  const order = new Proxy(structure.order, {
    get: (target, key, receiver): unknown => {
      if (typeof key === 'string' && /^\d+$/.test(key)) steps += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  amplificationBeyond({ ...structure, order }, 1);
  // twice to find what may be beyond the limit, once for the places of all in order
  expect(steps).toBeLessThanOrEqual(3 * 400);
});
