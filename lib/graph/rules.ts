import { istioDuration } from '../values/duration';
import { reportAt, type Finding } from '../findings/finding';
import { groupBy } from '../values/group-by';
import type { MeshPlan } from '../mesh/plan';
import type { Declarations } from './declarations';
import type { EdgePlan } from './edge';
import type { GraphPlan } from './plan';

/** Everything that only a look at all declarations and calls together can tell. */
export function checkGraph(
  declarations: Declarations,
  { edges }: Pick<GraphPlan, 'edges'>,
  { mesh, findings }: { readonly mesh: MeshPlan; readonly findings: Finding[] },
): void {
  checkNames(declarations, findings);
  checkHosts(declarations, findings);
  checkPools(edges, findings);
  for (const edge of edges) {
    checkDeadline(edge, mesh, findings);
    checkReference(edge, findings);
  }
}

function checkNames(declarations: Declarations, findings: Finding[]): void {
  const named = [...declarations.services, ...declarations.externals, ...declarations.gateways];
  reportTwins(
    named,
    ({ namespace, name }) => `${name} in ${namespace}`,
    (twin, other) => {
      const got = `${twin.name} in ${twin.namespace}, as ${other.path}`;
      reportAt(twin.path, findings)('MW0412', { prop: 'id', got });
    },
  );
}

function checkHosts({ externals }: Declarations, findings: Finding[]): void {
  const hosts = externals.filter(({ host }) => host !== undefined);
  reportTwins(
    hosts,
    ({ namespace, host }) => `${host ?? ''} in ${namespace}`,
    (twin, other) => {
      const got = `${twin.host ?? ''} in ${twin.namespace}, as ${other.path}`;
      reportAt(twin.path, findings)('MW0413', { prop: 'host', got });
    },
  );
}

/** Calls `found` for each item whose key another has too, with that other. */
function reportTwins<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  found: (twin: T, other: T) => void,
): void {
  for (const group of groupBy(items, keyOf).values()) {
    const [first, second] = group;
    if (first === undefined || second === undefined) continue;
    for (const item of group) found(item, item === first ? second : first);
  }
}

function checkPools(edges: readonly EdgePlan[], findings: Finding[]): void {
  const pooled = edges.filter(
    ({ target, pool }) => target.kind === 'external' && pool !== undefined,
  );
  for (const group of groupBy(pooled, ({ target }) => target.path).values()) {
    const [first, ...rest] = group;
    const other = rest.find(({ pool }) => JSON.stringify(pool) !== JSON.stringify(first?.pool));
    if (first === undefined || other === undefined) continue;
    const got = `${other.pool?.connectionsPerReplica ?? 0} beside ${first.pool?.connectionsPerReplica ?? 0} of ${first.path}`;
    reportAt(other.path, findings)('MW0416', { prop: `${other.prop}.pool`, got });
  }
}

function checkDeadline(
  { path, prop, deadline }: EdgePlan,
  mesh: MeshPlan,
  findings: Finding[],
): void {
  if (deadline?.origin !== 'capped') return;
  const maximum = istioDuration(mesh.maxDeadlineMs);
  reportAt(path, findings)('MW0414', {
    prop: `${prop}.timeout`,
    got: 'a longer sum',
    args: { maximum },
  });
}

/** Istio reads a host's routes from one place, where the host is declared. */
function checkReference(edge: EdgePlan, findings: Finding[]): void {
  const { path, prop, caller, target, deadline, declaredRetries } = edge;
  const isPolicyGiven = deadline?.origin === 'declared' || declaredRetries !== undefined;
  if (target.kind !== 'reference' || !isPolicyGiven) return;
  const serviceAccount = caller.principal?.split('/').at(-1) ?? caller.name;
  const args = {
    target: target.name,
    caller: `Caller.identity('${caller.namespace}', '${serviceAccount}')`,
  };
  const got =
    deadline?.origin === 'declared' ? `a deadline of ${istioDuration(deadline.ms)}` : 'retries';
  reportAt(path, findings)('MW0415', { prop, got, args });
}
