import { reportAt, type Finding } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import { groupBy } from '../values/group-by';

/** A service and who it is. */
export interface IdentityUse {
  readonly path: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Authorization knows callers by their identity alone: two with the same one are the same to it. */
export function checkIdentities(services: readonly IdentityUse[], findings: Finding[]): void {
  const byIdentity = groupBy(
    services,
    ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
  );
  for (const [identity, group] of byIdentity) {
    const [first, second] = group;
    if (first === undefined || second === undefined) continue;
    for (const { path } of group) {
      const other = path === first.path ? second : first;
      const got = `${identity}, as ${other.path}`;
      reportAt(path, findings)('MW0301', { prop: 'serviceAccount', got });
    }
  }
}

/** A caller without a proxy speaks plain text, which only a permissive callee takes. */
export function checkPlainTextCallers(
  edges: readonly EdgePlan[],
  permissive: ReadonlySet<string>,
  findings: Finding[],
): void {
  for (const { path, prop, caller, target } of edges) {
    if (caller.principal !== undefined || permissive.has(target.path)) continue;
    const got = `a caller without a sidecar from ${caller.namespace}`;
    reportAt(path, findings)('MW0302', { prop, got });
  }
}
