import { Duration } from 'cdk8s';
import { Operation, Port, Scale } from '../../../../constructs';
import {
  failing,
  gone,
  oneHostDown,
  slow,
  zoneLost,
  type DeclaredSystem,
} from '../../../../constructs/testing';
import { aService, shop } from '../../../support/declare';

const ENDS = { from: 'shop/orders', to: 'shop/broker' };
const ZONES = { zones: { 'eu-1': ['eu-1a', 'eu-1b', 'eu-1c'] } };

function broker(): DeclaredSystem {
  return shop((chart) => {
    const operations = { list: Operation.safe('GET /list') };
    const called = aService(chart, 'broker', {
      ports: { feed: Port.tcp(5672), http: Port.http(8080) },
      scale: Scale.fixed(3),
    });
    const orders = aService(chart, 'orders', { operations });
    orders.calls(called, { port: 'feed' });
    aService(chart, 'web').calls(orders.operations.list);
  }, ZONES);
}

test('a connection has no status, no route and no request', () => {
  expect(broker().simulate(ENDS)).toMatchObject({
    request: undefined,
    port: 5672,
    route: undefined,
    authorization: {
      isAllowed: true,
      reason: 'cluster.local/ns/shop/sa/orders may connect to 5672',
    },
    tries: [{ outcome: 'connected' }],
    status: undefined,
    isServed: true,
  });
});

// Envoy's max_connect_attempts is 1, and Istio sets no other: seen on Envoy 1.40
test('a connection is tried once, and five in a row that fail eject the pod', () => {
  expect(broker().simulate({ ...ENDS, when: oneHostDown('shop/broker') })).toMatchObject({
    tries: [{ host: 1, outcome: 'connection refused' }],
    status: undefined,
    isServed: false,
    // the policy is that of a host with requests: a failure to connect counts as 503
    ejections: [{ host: 1, countedBy: 'consecutive5xxErrors', request: 5 }],
  });
});

test('a pod in a lost zone takes the time to connect', () => {
  expect(broker().simulate({ ...ENDS, when: zoneLost('eu-1a') })).toMatchObject({
    tries: [{ endMs: 500, outcome: 'no connection' }],
    ms: 500,
    isServed: false,
  });
});

test('a service that cannot do without a connection fails with it', () => {
  const call = { from: 'shop/web', to: 'shop/orders', path: '/list' };
  expect(broker().simulate({ ...call, when: gone('shop/broker') })).toMatchObject({ status: 503 });
  expect(broker().simulate(call)).toMatchObject({ status: 200, isServed: true });
});

test('a port that nobody declared a call to is denied', () => {
  expect(broker().simulate({ ...ENDS, port: 8080 })).toMatchObject({
    route: 'undeclared',
    authorization: { isAllowed: false },
    status: 403,
    declared: ['connections to 5672'],
  });
});

test.each([{ method: 'GET' }, { path: '/' }, { headers: { 'end-user': 'jason' } }])(
  '%j says nothing about a connection',
  (asked) => {
    expect(() => broker().simulate({ ...ENDS, ...asked })).toThrow(
      'port 5672 of shop/broker carries no requests: leave operation, method, path and headers out',
    );
  },
);

test.each([failing('shop/broker'), slow('shop/broker', Duration.seconds(1))])(
  'what carries no requests cannot be $kind',
  (failure) => {
    expect(() => broker().simulate({ ...ENDS, when: failure })).toThrow(
      `shop/broker cannot be ${failure.kind}: calls to it are connections, which the mesh sees no answers on`,
    );
  },
);
