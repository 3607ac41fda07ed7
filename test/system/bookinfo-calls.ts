import type { Ref } from '../support/reach';
import { get, type DeclaredCall } from './declared-calls';

const NAMESPACE = 'bookinfo';
const PORT = 9080;

const productpage = workload('productpage-v1');
const gateway = { namespace: 'istio-system', name: 'istio-ingressgateway' };

/** Who calls whom in Bookinfo. All versions of reviews call as reviews. */
export const BOOKINFO_CALLS: readonly DeclaredCall[] = [
  {
    from: productpage,
    to: service('details'),
    port: PORT,
    requests: [get('/details/7')],
    timeout: '1s',
  },
  {
    from: productpage,
    to: service('reviews'),
    port: PORT,
    requests: [get('/reviews/7')],
    timeout: '2s',
  },
  ...[productpage, workload('reviews-v1'), workload('reviews-v2'), workload('reviews-v3')].map(
    (from) => ({
      from,
      to: service('ratings'),
      port: PORT,
      requests: [get('/ratings/7')],
      timeout: '1s',
    }),
  ),
  {
    from: gateway,
    to: service('productpage'),
    port: PORT,
    requests: [
      get('/productpage'),
      get('/static/css/main.css'),
      { method: 'POST', path: '/login' },
      get('/logout'),
      get('/api/v1/products'),
      get('/api/v1/products/7/reviews'),
    ],
    timeout: '5s',
  },
];

function workload(name: string): Ref {
  return { namespace: NAMESPACE, name };
}

function service(name: string): Ref {
  return { namespace: NAMESPACE, name };
}
