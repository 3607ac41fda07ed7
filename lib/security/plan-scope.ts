import type { EdgePlan } from '../graph/edge';
import type { MeshPlan } from '../mesh/plan';

/** What a workload's proxy knows of the mesh: only what the workload calls. */
export interface ScopePlan {
  /** `namespace/host`, sorted; nothing at all when empty. */
  readonly hosts: readonly string[];
}

/** The hosts that a workload calls, and the collector that its proxy reports to. */
export function planScope(from: readonly EdgePlan[], mesh: MeshPlan): ScopePlan {
  const collector = mesh.tracing === undefined ? [] : [`*/${mesh.tracing.host}`];
  // pods that call each other do so by name
  const peers = from.filter(({ caller, target }) => caller.path === target.path);
  const hosts = [
    ...from.map(({ target }) => target.scopeHost),
    ...peers.flatMap(({ target }) => target.podsScopeHost ?? []),
    ...collector,
  ];
  return { hosts: [...new Set(hosts)].sort() };
}
