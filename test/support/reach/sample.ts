import { readManifests } from './manifests';
import type { Manifests } from './manifests';
import { deployment, object, service } from './objects';
import type { PlainObject } from './objects';

export type Changes = Readonly<Record<string, PlainObject | null>>;

export const ordersHost = 'orders.shop.svc.cluster.local';
const ordersOnly = { matchLabels: { app: 'orders' } };

/** Cart may GET an order, and nothing else may happen: one object a layer. */
const sample: Readonly<Record<string, PlainObject>> = {
  cart: deployment('web/cart'),
  spy: deployment('web/spy'),
  orders: deployment('shop/orders'),
  service: service('shop/orders'),
  strict: object('PeerAuthentication', 'shop/strict', { mtls: { mode: 'STRICT' } }),
  authorization: object('AuthorizationPolicy', 'shop/orders', {
    selector: ordersOnly,
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/web/sa/cart'] } }],
        to: [{ operation: { methods: ['GET'], paths: ['/orders/{*}'], ports: ['8080'] } }],
      },
    ],
  }),
  ingress: object('NetworkPolicy', 'shop/orders', {
    podSelector: ordersOnly,
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
            podSelector: { matchLabels: { app: 'cart' } },
          },
        ],
        ports: [{ port: 8080 }],
      },
    ],
  }),
  egress: object('NetworkPolicy', 'web/all', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [{ namespaceSelector: {}, podSelector: ordersOnly }], ports: [{ port: 8080 }] }],
  }),
  scope: object('Sidecar', 'web/default', {
    egress: [{ hosts: ['*/*'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  }),
  route: object('VirtualService', 'shop/orders', {
    hosts: [ordersHost],
    http: [
      {
        name: 'read',
        match: [{ method: { exact: 'GET' }, uri: { regex: '/orders/[^/]+' } }],
        route: [{ destination: { host: ordersHost } }],
        timeout: '7s',
      },
      { name: 'rest', route: [{ destination: { host: ordersHost } }] },
    ],
  }),
};

/** The sample with objects added, replaced, or left out. */
export function sampleWith(changes: Changes = {}): Manifests {
  return readManifests(Object.values({ ...sample, ...changes }));
}
