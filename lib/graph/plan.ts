import type { Finding } from '../findings/finding';
import type { MeshPlan } from '../mesh/plan';
import { groupBy } from '../values/group-by';
import { firstGiven } from '../traffic/layers';
import { planRetries, type RetryPlan } from '../traffic/plan-retries';
import type { Declarations } from './declarations';
import { deriveDeadlines, type Deadlines } from './deadlines';
import type { EdgePlan, ResolvedCall } from './edge';
import type { Repeatability } from './operation';
import { resolveCalls } from './resolve-calls';
import { planTargets, type TargetPlan } from './target';

/** The whole system: what can be called, and every call with its policy. */
export interface GraphPlan {
  readonly targets: ReadonlyMap<string, TargetPlan>;
  /** In a fixed order, whatever the order of declarations. */
  readonly edges: readonly EdgePlan[];
  readonly edgesInto: ReadonlyMap<string, readonly EdgePlan[]>;
  /** By the path of the service or gateway that calls. */
  readonly edgesFrom: ReadonlyMap<string, readonly EdgePlan[]>;
  readonly deadlines: Deadlines;
}

/** The graph of `declarations`; what cannot be resolved goes to `findings`. */
export function planGraph(
  declarations: Declarations,
  mesh: MeshPlan,
  findings: Finding[],
): GraphPlan {
  const targets = planTargets(declarations, mesh);
  const calls = resolveCalls({ declarations, mesh, targets, findings });
  const deadlines = deriveDeadlines(calls, mesh, findings);
  const edges = calls.map((call) => planEdge(call, deadlines));
  return {
    targets,
    edges,
    edgesInto: groupBy(edges, ({ target }) => target.path),
    edgesFrom: groupBy(edges, ({ caller }) => caller.path ?? ''),
    deadlines,
  };
}

function planEdge(call: ResolvedCall, deadlines: Deadlines): EdgePlan {
  const deadline = deadlines.of(call);
  const declared = firstGiven(call.layers, ({ retries }) => retries);
  const retriesOf = (repeatability: Repeatability): RetryPlan | undefined =>
    deadline &&
    planRetries({
      declared: declared?.value,
      repeatability,
      deadline,
      isGrpc: call.port.protocol.startsWith('grpc'),
    });
  return {
    declaredRetries: declared,
    deadline,
    retries: retriesOf(call.repeatability),
    retriesWithoutKey: call.repeatability === 'keyed' ? retriesOf('unsafe') : undefined,
    ...call,
  };
}
