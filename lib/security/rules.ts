import { reportAt, type Finding } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import type { NamespacePlan } from '../namespace/plan';
import { groupBy } from '../values/group-by';
import type { Loosening } from '../workload/pod-hardening';

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

/** A pod as pod security admission sees it. */
export interface LoosenedPod {
  readonly path: string;
  readonly namespace: string;
  readonly loosenings: readonly Loosening[];
}

/**
 * The API server refuses pods below the standard that their namespace enforces.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function checkPodSecurity(
  pods: readonly LoosenedPod[],
  namespaces: readonly NamespacePlan[],
  findings: Finding[],
): void {
  const enforcing = new Set(
    namespaces.filter(({ enforcesPodSecurity }) => enforcesPodSecurity).map(({ name }) => name),
  );
  for (const { path, namespace, loosenings } of pods) {
    if (!enforcing.has(namespace)) continue;
    for (const loosening of loosenings.filter(isBelowRestricted)) {
      const got = loosening.kind === 'capability' ? loosening.capability : loosening.kind;
      reportAt(path, findings)('MW0303', { prop: 'pod', got });
    }
  }
}

/** A writable root and a mounted token are our own defaults; the standard says nothing of them. */
function isBelowRestricted(loosening: Loosening): boolean {
  if (loosening.kind === 'capability') return loosening.capability !== 'NET_BIND_SERVICE';
  return loosening.kind === 'root-user';
}
