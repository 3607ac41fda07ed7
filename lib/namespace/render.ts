import type { IAuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy' with {
  'resolution-mode': 'import',
};
import type { IPeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication' with {
  'resolution-mode': 'import',
};
import { LABEL } from '../conventions/labels';
import type { NamespacePlan } from './plan';

/**
 * Labels of a namespace: injection by revision or by the default one, never both, since the first would win; and the
 * restricted standard, enforced only where no init container of the injector would be refused by it.
 */
export function namespaceLabels({
  revision,
  enforcesPodSecurity,
}: NamespacePlan): Record<string, string> {
  return {
    ...(revision === undefined ? { [LABEL.injection]: 'enabled' } : { [LABEL.revision]: revision }),
    ...(enforcesPodSecurity && { [LABEL.podSecurity('enforce')]: 'restricted' }),
    [LABEL.podSecurity('warn')]: 'restricted',
    [LABEL.podSecurity('audit')]: 'restricted',
  };
}

/** Every workload of the namespace takes mutual TLS alone. */
export function renderNamespacePeers(): NonNullable<IPeerAuthentication['spec']> {
  return { mtls: { mode: 'STRICT' } };
}

/** Nobody may call anything in the namespace, until a workload's own policy admits a caller. */
export function renderNamespaceAuthorization(): NonNullable<IAuthorizationPolicy['spec']> {
  return {};
}
