import { clusterHost } from '../conventions/names';
import type { NetworkQuestion } from './plan-network';

/** What a workload's proxy knows of the mesh: only what the workload calls. */
export interface ScopePlan {
  /** `namespace/host`, sorted; nothing at all when empty. */
  readonly hosts: readonly string[];
}

/** What planning a scope needs to know. */
export type ScopeQuestion = Pick<NetworkQuestion, 'from' | 'callsKubernetes' | 'mesh'>;

/** The hosts that a workload calls, and the collector that its proxy reports to. */
export function planScope({ from, callsKubernetes, mesh }: ScopeQuestion): ScopePlan {
  const collector = mesh.tracing === undefined ? [] : [`*/${mesh.tracing.host}`];
  // pods that call each other do so by name
  const peers = from.filter(({ caller, target }) => caller.path === target.path);
  const hosts = [
    ...from.map(({ target }) => target.scopeHost),
    ...peers.flatMap(({ target }) => target.podsScopeHost ?? []),
    ...(callsKubernetes
      ? [`default/${clusterHost('kubernetes', 'default', mesh.clusterDomain)}`]
      : []),
    ...collector,
  ];
  return { hosts: [...new Set(hosts)].sort() };
}
