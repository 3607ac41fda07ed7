import type { IServiceEntry } from '@kubernetes-models/istio/networking.istio.io/v1/ServiceEntry' with {
  'resolution-mode': 'import',
};
import type { RegistrationPlan } from './plan';

/** The ServiceEntry of something outside the cluster, for its callers alone. */
export function renderServiceEntry({
  host,
  address,
  port,
  exportTo,
}: RegistrationPlan): NonNullable<IServiceEntry['spec']> {
  return {
    hosts: [host],
    exportTo: [...exportTo],
    location: 'MESH_EXTERNAL',
    ports: [
      {
        number: port.number,
        name: port.name,
        protocol: port.protocol.toUpperCase(),
        ...(port.targetPort !== port.number && { targetPort: port.targetPort }),
      },
    ],
    ...(address === undefined
      ? { resolution: 'DNS' }
      : { resolution: 'STATIC', addresses: [address], endpoints: [{ address }] }),
  };
}
