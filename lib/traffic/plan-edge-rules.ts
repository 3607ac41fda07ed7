import { edgeRuleName, repeatedRuleName } from '../conventions/names';
import type { EdgePlan } from '../graph/edge';
import { groupBy } from '../values/group-by';
import {
  planDestination,
  type DestinationQuestion,
  type DestinationRulePlan,
} from './plan-destination';
import { ownPolicyOf } from './host-policy';
import type { Origin } from './layers';

/** What one caller needs in its namespace so that its policy towards a host, and everybody else's there, hold. */
export interface EdgeRulePlan {
  /** Path of what is called. */
  readonly target: string;
  /** The policy for the caller's proxies alone; undefined where they have the host's. */
  readonly own: DestinationRulePlan | undefined;
  /**
   * The host's policy once more, for the other proxies of the caller's namespace: Istio stops looking at the first
   * namespace with a rule for the host. Undefined where it is not needed, or where another caller has it.
   */
  readonly repeated: DestinationRulePlan | undefined;
}

/** What planning the rules of callers needs to know. */
export interface EdgeRulesQuestion {
  readonly edges: readonly EdgePlan[];
  /** What the policy towards each target follows from, by path; nothing for what is declared elsewhere. */
  readonly questions: ReadonlyMap<string, DestinationQuestion>;
  /** Whether the rule of a target is seen from its own namespace and its callers' alone, as that of a Service is. */
  readonly isClusterHost: (host: string) => boolean;
}

/** The rules of every caller, by its path, in the order of the targets' names. */
export function planEdgeRules(
  question: EdgeRulesQuestion,
): ReadonlyMap<string, readonly EdgeRulePlan[]> {
  const pairs = [
    ...groupBy(question.edges.filter(isOfService), ({ caller, target }) =>
      JSON.stringify([target.namespace, target.name, target.path, caller.path]),
    ).entries(),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const repeatedIn = new Set<string>();
  const rules = pairs.flatMap(([, edges]) => planPair(question, edges, repeatedIn));
  return groupBy(rules, ({ caller }) => caller);
}

function isOfService({ caller }: EdgePlan): boolean {
  return caller.kind === 'service';
}

type PlacedRule = EdgeRulePlan & { readonly caller: string };

function planPair(
  { questions, isClusterHost }: EdgeRulesQuestion,
  edges: readonly EdgePlan[],
  repeatedIn: Set<string>,
): PlacedRule[] {
  const own = edges.find((each) => ownPolicyOf(each) !== undefined);
  const edge = own ?? edges[0];
  const towards = edge && questions.get(edge.target.path);
  if (edge?.caller.path === undefined || towards === undefined) return [];
  const { caller, target } = edge;
  const isElsewhere = caller.namespace !== target.namespace;
  // the host's own rule reaches only its callers' lookups in its own namespace, which a ServiceEntry's exportTo widens
  const isOutOfReach = target.kind === 'external' && isClusterHost(target.host);
  const place = `${caller.namespace} ${target.path}`;
  const repeats = isElsewhere && (own !== undefined || isOutOfReach) && !repeatedIn.has(place);
  if (own === undefined && !repeats) return [];
  if (repeats) repeatedIn.add(place);
  const { namespace } = caller;
  return [
    {
      caller: edge.caller.path,
      target: target.path,
      own: own
        ? {
            ...planDestination({
              ...towards,
              layers: own.layers,
              pool: own.pool ? { value: own.pool, origin: CALL } : towards.pool,
            }),
            name: edgeRuleName(target, caller.name),
            namespace,
          }
        : undefined,
      repeated: repeats
        ? { ...planDestination(towards), name: repeatedRuleName(target), namespace }
        : undefined,
    },
  ];
}

const CALL: Origin = { level: 'call', profile: undefined };
