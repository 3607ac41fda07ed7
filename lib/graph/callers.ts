import { selectorOf } from '../conventions/labels';
import { principal } from '../conventions/names';
import type { MeshPlan } from '../mesh/plan';
import { serviceAccountOf } from '../workload/plan-identity';
import { DEFAULT_REPLICAS, replicasOf } from '../workload/replicas';
import type { Declarations } from './declarations';
import type { CallerDeclaration } from './declare-call';
import type { CallerPlan } from './edge';

/** Every service as a caller, by construct path. */
export function serviceCallers(
  declarations: Declarations,
  mesh: MeshPlan,
): ReadonlyMap<string, CallerPlan> {
  return new Map(
    declarations.services.map((service) => [
      service.path,
      {
        kind: 'service',
        path: service.path,
        name: service.name,
        namespace: service.namespace,
        principal: principal(mesh.trustDomain, service.namespace, serviceAccountOf(service)),
        replicas: replicasOf(service.workload),
        ...podsWith(service.namespace, selectorOf(service.name)),
      },
    ]),
  );
}

/** A caller that is declared elsewhere. */
export function outsideCaller(
  caller: Extract<CallerDeclaration, { kind: 'outside' }>,
  mesh: MeshPlan,
): CallerPlan {
  const { namespace, serviceAccount, labels, replicas } = caller;
  return {
    kind: 'outside',
    path: undefined,
    name:
      serviceAccount ??
      Object.values(labels ?? {})
        .sort()
        .join('-'),
    namespace,
    principal:
      serviceAccount === undefined
        ? undefined
        : principal(mesh.trustDomain, namespace, serviceAccount),
    replicas: { min: 1, max: replicas ?? DEFAULT_REPLICAS },
    ...podsWith(namespace, labels ?? selectorOf(serviceAccount ?? '')),
  };
}

/** The gateway workload as a caller, on behalf of the gateway at `path`. */
export function gatewayCaller(path: string, { ingressGateway, trustDomain }: MeshPlan): CallerPlan {
  const { namespace, serviceAccount, selector, maxReplicas } = ingressGateway;
  return {
    kind: 'gateway',
    path,
    name: serviceAccount,
    namespace,
    principal: principal(trustDomain, namespace, serviceAccount),
    replicas: { min: 1, max: maxReplicas },
    ...podsWith(namespace, selector),
  };
}

function podsWith(
  namespace: string,
  podLabels: CallerPlan['podLabels'],
): Pick<CallerPlan, 'podLabels' | 'podLabelsKey' | 'peer'> {
  return {
    podLabels,
    podLabelsKey: JSON.stringify(Object.entries(podLabels).sort()),
    peer: { kind: 'pods', namespace, labels: podLabels },
  };
}
