import type { KubernetesObject } from '../cluster/kubectl';
import type { PodTemplate } from './workloads';

/** Name of the workload that nothing declares. */
export const STRANGER = 'stranger';

/** A workload of the namespace that nothing declares: with an identity, and a proxy that knows every host. */
export function strangerIn(namespace: string): PodTemplate {
  return {
    service: STRANGER,
    version: 'v1',
    namespace,
    serviceAccount: STRANGER,
    labels: { app: STRANGER },
    annotations: {},
    ports: [],
    preStopSeconds: 0,
    gracePeriodSeconds: 0,
  };
}

/** The stranger's identity. */
export function strangerAccount(namespace: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: STRANGER, namespace },
  };
}
