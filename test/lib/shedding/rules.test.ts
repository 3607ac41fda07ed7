import { Duration } from 'cdk8s';
import {
  AdaptiveConcurrency,
  AdmissionControl,
  Operation,
  Port,
  RateLimit,
  Retries,
  type CallOptions,
  type ResilientServiceProps,
} from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';

const OPERATIONS = { add: Operation.unsafe('POST /items') };

function told(props: ResilientServiceProps): string[] {
  return lines(shop((chart) => aService(chart, 'cart', props)));
}

test('a service without requests has none to refuse', () => {
  const ports = { main: Port.tcp(7000) };
  expect(told({ ports, admissionControl: AdmissionControl.of() })).toEqual([
    '[shop/cart] MW0701 admissionControl: got tcp on 7000, want an HTTP port; remove it, or declare the port as HTTP: on TCP `pool` limits connections',
  ]);
  const both = { ports: { ...ports, web: Port.http(8080) } };
  expect(told({ ...both, admissionControl: AdmissionControl.of() })).toEqual([]);
});

test.each<[string, ResilientServiceProps, ResilientServiceProps]>([
  [
    '[shop/cart] MW0702 rateLimits[0].burst: got 9, want at least the limit, 10; raise `burst`, or lower the limit',
    { rateLimits: [RateLimit.perReplica(10, { burst: 9 })] },
    { rateLimits: [RateLimit.perReplica(10, { burst: 10 })] },
  ],
  [
    '[shop/cart] MW0703 rateLimits[0].interval: got 49ms, want at least 50ms, as Envoy asks; multiply the interval and the limit by the same number',
    { rateLimits: [RateLimit.perReplica(10, { interval: Duration.millis(49) })] },
    { rateLimits: [RateLimit.perReplica(10, { interval: Duration.millis(50) })] },
  ],
  [
    '[shop/cart] MW0704 admissionControl.window: got 999ms, want at least 1s, since Envoy rounds to whole seconds; raise `window`',
    { admissionControl: AdmissionControl.of({ window: Duration.millis(999) }) },
    { admissionControl: AdmissionControl.of({ window: Duration.seconds(1) }) },
  ],
  [
    '[shop/cart] MW0705 adaptiveConcurrency.minConcurrency: got 8, want at most `maxConcurrency`, 7; lower `minConcurrency`, or raise `maxConcurrency`',
    { adaptiveConcurrency: AdaptiveConcurrency.measured({ minConcurrency: 8, maxConcurrency: 7 }) },
    { adaptiveConcurrency: AdaptiveConcurrency.measured({ minConcurrency: 7, maxConcurrency: 7 }) },
  ],
  [
    '[shop/cart] MW0706 rateLimits[0].operation: got "ad", want one of its operations: add; correct the name, or declare the operation',
    { operations: OPERATIONS, rateLimits: [RateLimit.perReplica(10, { operation: 'ad' })] },
    { operations: OPERATIONS, rateLimits: [RateLimit.perReplica(10, { operation: 'add' })] },
  ],
  [
    '[shop/cart] MW0708 rateLimits[1]: got the same as rateLimits[0], want one limit for each operation and caller; remove one of them',
    { rateLimits: [RateLimit.perReplica(10), RateLimit.perReplica(20)] },
    { rateLimits: [RateLimit.perReplica(10)] },
  ],
  [
    '[shop/cart] MW0709 rateLimits[1]: got 20 in 2s, want less than 10 in 1s of rateLimits[0]; lower this limit, or raise the other',
    {
      operations: OPERATIONS,
      rateLimits: [
        RateLimit.perReplica(10),
        RateLimit.perReplica(20, { interval: Duration.seconds(2), operation: 'add' }),
      ],
    },
    {
      operations: OPERATIONS,
      // a smaller bucket, though it fills as fast
      rateLimits: [
        RateLimit.perReplica(10, { burst: 20 }),
        RateLimit.perReplica(10, { operation: 'add' }),
      ],
    },
  ],
])('%s', (line, wrong, right) => {
  expect(told(wrong)).toEqual([line]);
  expect(told(right)).toEqual([]);
});

function calledBy(caller: 'orders' | 'reports'): string[] {
  return lines(
    shop((chart) => {
      const callers = { orders: aService(chart, 'orders'), reports: aService(chart, 'reports') };
      const rateLimits = [RateLimit.perReplica(10, { caller: callers.orders })];
      callers[caller].calls(aService(chart, 'cart', { rateLimits }));
    }),
  );
}

test('a limit is for somebody who calls', () => {
  expect(calledBy('reports')).toEqual([
    '[shop/cart] MW0707 rateLimits[0].caller: got shop/orders, want a caller with an identity and a declared call; declare the call, or correct the caller',
  ]);
  expect(calledBy('orders')).toEqual([]);
});

function repeated(port: Port, retries: Retries<'response'>, limits = [RateLimit.perReplica(10)]) {
  return lines(
    shop((chart) => {
      const request = port.protocol === 'grpc' ? 'shop.Cart/List' : 'GET /items';
      const cart = aService(chart, 'cart', {
        ports: { main: port },
        operations: { list: Operation.safe(request) },
        rateLimits: limits,
      });
      aService(chart, 'orders').calls(cart.operations.list, { retries });
    }),
  );
}

test.each([
  ['429', Port.http(8080), Retries.upTo(1, { conditions: [429] })],
  ['resource-exhausted', Port.grpc(8080), Retries.upTo(1, { conditions: ['resource-exhausted'] })],
])('a caller that repeats after %s is told', (refusal, port, retries) => {
  expect(repeated(port, retries)).toEqual([
    `[shop/cart] MW0710 rateLimits: got calls(cart.list) of shop/orders repeats after ${refusal}, want retries that leave refused requests alone; take that condition out of its retries: each refusal would bring another request`,
  ]);
});

test('what callers repeat by default is never what a rate limit refused', () => {
  expect(repeated(Port.http(8080), Retries.upTo(2))).toEqual([]);
  expect(repeated(Port.grpc(8080), Retries.upTo(2))).toEqual([]);
  expect(repeated(Port.http(8080), Retries.upTo(1, { conditions: [429] }), [])).toEqual([]);
});

function idle(options: CallOptions): string[] {
  return lines(
    shop((chart) => {
      const cart = aService(chart, 'cart', { streamIdleTimeout: Duration.seconds(3) });
      aService(chart, 'orders').calls(cart, options);
    }),
  );
}

test('a stream idle timeout leaves each answer its deadline', () => {
  expect(idle({ timeout: Duration.millis(3001) })).toEqual([
    '[shop/cart] MW0711 streamIdleTimeout: got 3s, want at least 3001ms, the deadline of calls(cart) of shop/orders; raise `streamIdleTimeout`, or lower the deadline: an answer that is worked on passes nothing',
  ]);
  expect(idle({ timeout: Duration.seconds(3) })).toEqual([]);
});
