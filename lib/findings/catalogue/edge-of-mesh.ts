import { entries } from './entry';

/** Gateways, external services and data stores. */
export const EDGE_OF_MESH = entries({
  MW0501: {
    level: 'error',
    title: 'Operations of something whose requests the mesh cannot see',
    want: 'Tls.originate() or no operations',
    fix: 'let the proxy originate TLS, or call it as a whole',
  },
  MW0502: {
    level: 'error',
    title: 'A data store has no place, or two',
    want: 'exactly one of `host` and `address`',
    fix: 'give the one that the application connects to',
  },
  MW0503: {
    level: 'error',
    title: 'A gateway serves no valid host',
    want: 'host names such as shop.example.com or *.example.com, or *',
    fix: 'correct the host',
  },
  MW0504: {
    level: 'error',
    title: 'The path of a gateway route is invalid',
    want: 'a path such as /checkout, /products/{id} or /static/*',
    fix: 'correct the path',
  },
  MW0505: {
    level: 'error',
    title: 'A method of a gateway route is invalid',
    want: 'methods in capitals, such as GET',
    fix: 'correct the method, or leave `methods` out for any',
  },
  MW0506: {
    level: 'error',
    title: 'A gateway routes to a port without requests',
    want: 'an HTTP port',
    fix: 'route to another port, or declare its protocol',
  },
  MW0507: {
    level: 'error',
    title: 'Two gateways serve the same host on the same port',
    want: 'one gateway for a host and port',
    fix: 'merge them, or give one another host',
  },
  MW0508: {
    level: 'warning',
    title: 'A gateway has no routes',
    want: 'at least one route',
    fix: 'add routes(…), or remove the gateway',
  },
  MW0509: {
    level: 'error',
    title: 'A gateway routes to something outside the mesh',
    want: 'a service of the mesh',
    fix: 'route to a service that calls it',
  },
  MW0510: {
    level: 'error',
    title: 'A gateway would serve HTTPS on the port of its redirect from plain HTTP',
    want: 'a port other than 80',
    fix: 'leave `port` out for 443, or give another',
  },
  MW0512: {
    level: 'error',
    title: 'A gateway route can never be reached',
    want: 'a path of its own for each route',
    fix: 'remove one of the two routes, or tell them apart by `methods` or `when`',
  },
});
