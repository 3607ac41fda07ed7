import type { Ref } from '../support/reach';
import { rpc, type DeclaredCall } from './declared-calls';

const NAMESPACE = 'online-boutique';

const PORTS: Readonly<Record<string, number>> = {
  adservice: 9555,
  cartservice: 7070,
  checkoutservice: 5050,
  currencyservice: 7000,
  emailservice: 5000,
  paymentservice: 50_051,
  productcatalogservice: 3550,
  recommendationservice: 8080,
  shippingservice: 50_051,
};

/** Who calls whom in the Online Boutique, from its gRPC definitions and its services' environment. */
export const ONLINE_BOUTIQUE_CALLS: readonly DeclaredCall[] = [
  call('frontend', 'productcatalogservice', [
    'ProductCatalogService/ListProducts',
    'ProductCatalogService/GetProduct',
  ]),
  call('frontend', 'currencyservice', [
    'CurrencyService/GetSupportedCurrencies',
    'CurrencyService/Convert',
  ]),
  call('frontend', 'cartservice', [
    'CartService/AddItem',
    'CartService/GetCart',
    'CartService/EmptyCart',
  ]),
  call('frontend', 'recommendationservice', ['RecommendationService/ListRecommendations'], '2s'),
  call('frontend', 'shippingservice', ['ShippingService/GetQuote']),
  // own time, and catalogue, currency, cart, shipping, payment and email one after the other
  call('frontend', 'checkoutservice', ['CheckoutService/PlaceOrder'], '7s'),
  call('frontend', 'adservice', ['AdService/GetAds']),
  call('recommendationservice', 'productcatalogservice', ['ProductCatalogService/ListProducts']),
  call('checkoutservice', 'productcatalogservice', ['ProductCatalogService/GetProduct']),
  call('checkoutservice', 'currencyservice', ['CurrencyService/Convert']),
  call('checkoutservice', 'cartservice', ['CartService/GetCart', 'CartService/EmptyCart']),
  call('checkoutservice', 'shippingservice', [
    'ShippingService/GetQuote',
    'ShippingService/ShipOrder',
  ]),
  call('checkoutservice', 'paymentservice', ['PaymentService/Charge']),
  call('checkoutservice', 'emailservice', ['EmailService/SendOrderConfirmation']),
  { from: workload('cartservice'), to: service('redis-cart'), port: 6379 },
  // own time, then catalogue, currency, cart, recommendations, shipping, checkout and advertisements take 15 s, of which
  // somebody who waits gets 10
  { from: workload('loadgenerator'), to: service('frontend'), port: 80, timeout: '10s' },
  {
    from: { namespace: 'istio-system', name: 'istio-ingressgateway' },
    to: service('frontend'),
    port: 80,
    timeout: '10s',
  },
];

function call(
  from: string,
  to: string,
  operations: readonly string[],
  timeout = '1s',
): DeclaredCall {
  return {
    from: workload(from),
    to: service(to),
    port: PORTS[to] ?? 0,
    requests: operations.map(rpc),
    timeout,
  };
}

function workload(service_: string): Ref {
  return { namespace: NAMESPACE, name: `${service_}-v1` };
}

function service(name: string): Ref {
  return { namespace: NAMESPACE, name };
}
