import type { MeshPlan } from '../mesh/plan';
import type { SystemPlan, ServicePlan } from '../system/plan';
import type { Failover } from '../traffic/failover';
import type { DestinationRulePlan } from '../traffic/plan-destination';
import type { TrafficPolicyPlan } from '../traffic/plan-policy';
import type { CallerPlan, EdgePlan } from './edge';
import type {
  DrainModel,
  EdgeModel,
  NodeModel,
  PlacesModel,
  PodsModel,
  SystemModel,
} from './model';
import { modelEdge } from './model-edge';
import type { ObjectiveDeclaration } from './objective';
import { NO_CHARACTER } from './service-character';
import type { TargetPlan } from './target';

/** The system that `plan` describes, as the analyses see it. */
export function modelOf(plan: SystemPlan): SystemModel {
  const targets = [...plan.graph.targets.values()].map((target) => targetNode(target, plan));
  const callers = callerNodes(plan, new Set(targets.map(({ id }) => id)));
  const idOf = new Map([...callers].map(([key, { id }]) => [key, id]));
  return {
    nodes: [...targets, ...callers.values()],
    edges: plan.graph.edges.map((edge) => edgeOf(edge, plan, idOf)),
    zones: plan.mesh.zones,
    limits: limitsOf(plan.mesh),
  };
}

function limitsOf({ maxAmplification, maxDepth, maxFanOut }: MeshPlan): SystemModel['limits'] {
  return { amplification: maxAmplification, depth: maxDepth, fanOut: maxFanOut };
}

function edgeOf(edge: EdgePlan, plan: SystemPlan, idOf: ReadonlyMap<string, string>): EdgeModel {
  const from = idOf.get(callerKey(edge.caller)) ?? placeOf(edge.caller);
  const towards = destinationTowards(plan, edge);
  return modelEdge(edge, { from, to: placeOf(edge.target), towards });
}

/** The policy in force between two ends: the caller's own, or that of the host. */
export function destinationTowards(
  { edgeRules, destinations }: SystemPlan,
  { caller, target }: EdgePlan,
): DestinationRulePlan | undefined {
  const rules = edgeRules.get(caller.path ?? '') ?? [];
  const own = rules.find((rule) => rule.target === target.path)?.own;
  return own ?? destinations.get(target.path);
}

/** `namespace/name`: what commands and assertions call a node. */
export function placeOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

function targetNode(target: TargetPlan, plan: SystemPlan): NodeModel {
  const { kind, path, name, namespace, ports, operations, ownTimeMs, character } = target;
  const service = plan.services.get(path);
  return {
    id: placeOf(target),
    kind,
    path,
    name,
    namespace,
    hasPorts: ports.length > 0,
    operations: operations.map(({ name: operation }) => operation),
    ownTime:
      ownTimeMs === undefined ? meshOwnTime(plan.mesh) : { ms: ownTimeMs, origin: 'service' },
    criticality: character.criticality,
    objectives: objectivesOf(character.objectives),
    residency: character.residency,
    places: placesOf(plan.questions.get(path)?.places.failover),
    pods: service === undefined ? [] : podsOf(service),
    endpoints: target.endpoints,
    evictable: service === undefined || service.workload.kind === 'job' ? 0 : EVICTABLE,
    drain: service && drainOf(service),
  };
}

function meshOwnTime({ ownTimeMs: ms, isGiven }: MeshPlan): NodeModel['ownTime'] {
  return { ms, origin: isGiven.ownTime ? 'mesh' : 'default' };
}

// the disruption budget's `maxUnavailable`; a single pod has no budget, and may be evicted as well
const EVICTABLE = 1;

function objectivesOf(declared: readonly ObjectiveDeclaration[]): NodeModel['objectives'] {
  const availabilities = declared.filter(({ withinMs }) => withinMs === undefined);
  return {
    availabilityPercent:
      availabilities.length === 0
        ? undefined
        : Math.max(...availabilities.map(({ percent }) => percent)),
    latencies: declared.flatMap(({ percent, withinMs }) =>
      withinMs === undefined ? [] : [{ percent, ms: withinMs }],
    ),
  };
}

function placesOf(failover: Failover | undefined): PlacesModel | undefined {
  if (failover === undefined || failover.kind === 'version') return undefined;
  return { kind: failover.kind, names: failover.names };
}

function podsOf({ workload, destination, inbound }: ServicePlan): readonly PodsModel[] {
  const isCapacityKnown = (destination?.policy.origins.capacity?.level ?? 'default') !== 'default';
  return workload.versions.map(({ name, scale, isScaleGiven }) => {
    const subset = destination?.subsets.find((each) => each.name === name);
    return {
      version: name,
      min: scale.min,
      max: scale.max,
      origin: isScaleGiven ? 'service' : 'default',
      updating: updatingOf(workload, scale.min),
      ejection: ejectionOf((subset ?? destination)?.policy),
      capacity: isCapacityKnown ? inbound?.limits.maxRequests : undefined,
    };
  });
}

function updatingOf({ kind, rollout }: ServicePlan['workload'], pods: number): number {
  if (kind === 'job' || rollout.strategy.kind === 'surge') return 0;
  return rollout.strategy.kind === 'recreate' ? pods : 1;
}

/** When clients with this policy eject a pod; undefined where they never do. */
export function ejectionOf(policy: TrafficPolicyPlan | undefined): PodsModel['ejection'] {
  const plan = policy?.outlierDetection;
  if (plan === undefined) return undefined;
  const { maxEjectionPercent, baseEjectionTimeMs } = plan;
  const { consecutive5xxErrors, consecutiveGatewayErrors, consecutiveLocalOriginFailures } = plan;
  return {
    maxEjectionPercent,
    baseEjectionTimeMs,
    consecutive5xxErrors,
    consecutiveGatewayErrors,
    consecutiveLocalOriginFailures,
  };
}

function drainOf({ workload: { drain } }: ServicePlan): DrainModel {
  return {
    preStopMs: drain.preStop.seconds * 1000,
    proxyDrainMs: drain.proxyDrain.seconds * 1000,
    graceMs: drain.gracePeriod.seconds * 1000,
  };
}

/** Gateways and callers from elsewhere, which are no targets, by what tells them apart. */
function callerNodes(
  { graph, gateways, mesh }: SystemPlan,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, NodeModel> {
  const nodes = new Map<string, NodeModel>();
  for (const { caller, path } of graph.edges) {
    if (caller.kind === 'service') continue;
    const gateway = gateways.get(caller.path ?? '');
    const { name, namespace } = gateway ?? caller;
    const place = placeOf({ name, namespace });
    nodes.set(callerKey(caller), {
      // a service elsewhere may be called and call
      id: taken.has(place) ? `${place} (caller)` : place,
      kind: caller.kind,
      path: caller.path ?? path,
      name,
      namespace,
      hasPorts: false,
      operations: [],
      ownTime: meshOwnTime(mesh),
      ...NO_CHARACTER,
      objectives: objectivesOf([]),
      places: undefined,
      pods: [],
      endpoints: undefined,
      evictable: 0,
      drain: undefined,
    });
  }
  return nodes;
}

function callerKey({ kind, path, namespace, name }: CallerPlan): string {
  return kind === 'outside' ? `${kind} ${namespace}/${name}` : `${kind} ${path ?? ''}`;
}
