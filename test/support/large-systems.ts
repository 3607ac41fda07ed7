import type { EdgeModel, SystemModel } from '../../lib/graph/model';
import { aModel, anEdge, anEjection, retries } from './models';

const TIERS = 8;
const CALLS_EACH = 5;

/** Services in eight tiers, each of which calls five of the next tier, and a gateway before all of them. */
export function tieredSystem(services: number): SystemModel {
  let seed = 7;
  // Park and Miller: any generator will do, as long as it is the same every time
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const width = services / TIERS;
  const edges = Array.from({ length: services }, (_service, from) => {
    const next = width * (1 + Math.floor(from / width));
    const targets = Array.from({ length: next < services ? CALLS_EACH : 0 }, () =>
      budgeted(`s${from}`, `s${next + Math.floor(random() * width)}`),
    );
    return [budgeted('web', `s${from}`), ...targets];
  });
  return withPods(edges.flat());
}

/** Layers of services, each of which calls all of the next layer: the number of paths is exponential in their depth. */
export function layeredSystem(layers: number, width: number): SystemModel {
  const places = Array.from({ length: width }, (_, index) => index);
  const edges = Array.from({ length: layers - 1 }, (_, layer) =>
    places.flatMap((from) =>
      places.map((to) => budgeted(`l${layer}n${from}`, `l${layer + 1}n${to}`)),
    ),
  );
  return withPods(edges.flat());
}

function budgeted(from: string, to: string): EdgeModel {
  return anEdge(from, to, {
    deadline: { ms: 1000, origin: 'declared' },
    retries: retries(1),
    retryBudget: { percent: 20, minConcurrency: 3 },
    connectTimeoutMs: 500,
  });
}

function withPods(edges: readonly EdgeModel[]): SystemModel {
  const zones = ['a', 'b', 'c'].map((zone) => ({ region: 'eu', zone }));
  const model = aModel(edges, { web: { kind: 'gateway' } }, { zones });
  const pods = {
    version: 'v1',
    min: 3,
    max: 3,
    origin: 'service',
    updating: 0,
    ejection: anEjection(),
    capacity: 100,
  } as const;
  return { ...model, nodes: model.nodes.map((node) => ({ ...node, pods: [pods] })) };
}
