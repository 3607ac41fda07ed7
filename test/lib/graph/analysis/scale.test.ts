import { amplificationBeyond } from '../../../../lib/graph/analysis/amplification-screen';
import { analyse } from '../../../../lib/graph/analysis/analyse';
import { checkModel } from '../../../../lib/graph/analysis/rules';
import { structureOf } from '../../../../lib/graph/analysis/structure';
import type { EdgeModel, SystemModel } from '../../../../lib/graph/model';
import { aModel, anEdge } from '../../../support/models';

test('twenty complete layers of ten: 10^19 paths are added up, not walked', () => {
  const edges: EdgeModel[] = [];
  for (let layer = 0; layer < 19; layer += 1) {
    for (let from = 0; from < 10; from += 1) {
      for (let to = 0; to < 10; to += 1) {
        edges.push(anEdge(`l${layer}n${from}`, `l${layer + 1}n${to}`));
      }
    }
  }
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
  expect(steps).toBeLessThanOrEqual(400);
});
