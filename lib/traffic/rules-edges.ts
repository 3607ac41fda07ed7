import { reportAt, type Finding } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import type { GraphPlan } from '../graph/plan';
import type { MeshPlan } from '../mesh/plan';
import { groupBy } from '../values/group-by';
import { istioDuration } from '../values/duration';
import { ownPolicyOf, unsharedHostPolicies } from './host-policy';
import type { EdgeRulePlan } from './plan-edge-rules';
import type { DestinationQuestion, DestinationRulePlan } from './plan-destination';
import { ONLY_VERSION, type VersionTraffic } from './plan-split';
import { checkPolicy } from './rules-destination';
import { checkLoad } from './rules-load';

/** What looking at calls and the policies that they meet needs to know. */
export interface EdgesCheck {
  readonly graph: GraphPlan;
  readonly mesh: MeshPlan;
  readonly questions: ReadonlyMap<string, DestinationQuestion>;
  readonly destinations: ReadonlyMap<string, DestinationRulePlan>;
  readonly edgeRules: ReadonlyMap<string, readonly EdgeRulePlan[]>;
  readonly versionTraffic: ReadonlyMap<string, VersionTraffic>;
}

/** Whether calls get the policies that they ask for, and these leave them room. */
export function checkEdges(check: EdgesCheck, findings: Finding[]): void {
  for (const edge of check.graph.edges) {
    checkPlace(edge, findings);
    const plan = planTowards(check, edge);
    if (plan === undefined) continue;
    checkOwn(check, edge, findings);
    checkConnectTimeout(edge, plan, findings);
    const traffic = check.versionTraffic.get(edge.target.path) ?? ONLY_VERSION;
    checkLoad(edge, { plan, traffic }, reportAt(edge.path, findings));
  }
  checkAgreement(check.graph.edges, findings);
}

/** The policy that the proxies of an edge's caller have towards its target. */
export function planTowards(
  { destinations, edgeRules }: Pick<EdgesCheck, 'destinations' | 'edgeRules'>,
  { caller, target }: EdgePlan,
): DestinationRulePlan | undefined {
  const rules = caller.path === undefined ? [] : (edgeRules.get(caller.path) ?? []);
  const own = rules.find((rule) => rule.target === target.path)?.own;
  return own ?? destinations.get(target.path);
}

/** A rule for one caller needs its namespace, and every subset of the host. */
function checkPlace(edge: EdgePlan, findings: Finding[]): void {
  const prop = ownPolicyOf(edge);
  const { caller, target } = edge;
  if (prop === undefined || (caller.kind === 'service' && target.kind !== 'reference')) return;
  if (caller.kind === 'gateway') {
    reportUnshared(edge, findings);
    return;
  }
  reportAt(edge.path, findings)('MW0423', {
    prop: `${edge.prop}.${prop}`,
    got:
      caller.kind === 'service'
        ? `${prop} towards a reference`
        : `${prop} of a caller from elsewhere`,
    args: { prop, target: target.name },
  });
}

/** Gateways have the policy of the host; their routes take deadlines and retries from a profile, and no more. */
function reportUnshared(edge: EdgePlan, findings: Finding[]): void {
  const fields = unsharedHostPolicies(edge);
  if (fields.length === 0) return;
  reportAt(edge.path, findings)('MW0424', {
    prop: `${edge.prop}.profile`,
    got: fields.join(' and '),
    args: { target: edge.target.name },
  });
}

function checkOwn(
  { questions, mesh, ...check }: EdgesCheck,
  edge: EdgePlan,
  findings: Finding[],
): void {
  const question = questions.get(edge.target.path);
  const plan = planTowards(check, edge);
  if (question === undefined || plan === undefined || ownPolicyOf(edge) === undefined) return;
  checkPolicy(
    { question, plan, own: edge.own, prefix: `${edge.prop}.` },
    mesh,
    reportAt(edge.path, findings),
  );
}

function checkConnectTimeout(
  { path, prop, deadline }: EdgePlan,
  { policy }: DestinationRulePlan,
  findings: Finding[],
): void {
  const { connectTimeoutMs } = policy.connection;
  const level = policy.origins.connectTimeout?.level;
  const isOurs = level === 'default' || level === 'computed';
  if (deadline === undefined || isOurs || connectTimeoutMs < deadline.ms) return;
  reportAt(path, findings)('MW0250', {
    prop: `${prop}.connection.connectTimeout`,
    got: istioDuration(connectTimeoutMs),
    args: { deadline: istioDuration(deadline.ms) },
  });
}

/** Istio takes one rule for a proxy and a host, so the calls of a pair must agree. */
function checkAgreement(edges: readonly EdgePlan[], findings: Finding[]): void {
  const own = edges.filter(
    (edge) => edge.caller.kind === 'service' && ownPolicyOf(edge) !== undefined,
  );
  for (const group of groupBy(
    own,
    ({ caller, target }) => `${caller.path} ${target.path}`,
  ).values()) {
    const [first] = group;
    const other = group.find((edge) => first !== undefined && textOf(edge) !== textOf(first));
    if (first === undefined || other === undefined) continue;
    reportAt(other.path, findings)('MW0233', {
      prop: `${other.prop}.${ownPolicyOf(other) ?? ''}`,
      got: `a policy other than that of ${first.prop}`,
      args: { target: other.target.name },
    });
  }
}

function textOf({ layers, pool }: EdgePlan): string {
  const onCall = layers.filter(({ origin }) => origin.level === 'call');
  return JSON.stringify([
    pool,
    onCall.map(({ policy: { loadBalancing, connection, outlierDetection, retryBudget } }) => [
      loadBalancing,
      connection,
      outlierDetection,
      retryBudget,
    ]),
  ]);
}
