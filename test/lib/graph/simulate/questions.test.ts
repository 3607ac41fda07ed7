import { Duration } from 'cdk8s';
import { MeshGateway, GatewayTls, Operation, Port, Scale } from '../../../../constructs';
import {
  failing,
  gone,
  oneHostDown,
  slow,
  zoneLost,
  type DeclaredSystem,
  type Failure,
} from '../../../../constructs/testing';
import { parseFailure } from '../../../../lib/graph/simulate/written-failure';
import { aService, shop } from '../../../support/declare';

const ENDS = { from: 'shop/orders', to: 'shop/payments' };

/** A gateway before orders, which calls payments, which calls the ledger. */
function system(): DeclaredSystem {
  return shop(
    (chart) => {
      const ledger = aService(chart, 'ledger');
      const payments = aService(chart, 'payments', {
        ports: { http: Port.http(8080), admin: Port.http(9090) },
        operations: { quote: Operation.safe('GET /quotes') },
        scale: Scale.fixed(3),
      });
      payments.calls(ledger);
      const orders = aService(chart, 'orders', {
        operations: { list: Operation.safe('GET /list') },
      });
      orders.calls(payments, { port: 'http' });
      const tls = GatewayTls.none('a test');
      new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls }).exposes(
        orders.operations.list,
      );
    },
    { zones: { 'eu-1': ['eu-1a', 'eu-1b'] } },
  );
}

const down = oneHostDown('shop/payments');
const second = Duration.seconds(1);

test.each<[string, Failure[], string]>([
  [
    'a service that nobody knows',
    [gone('shop/nope')],
    'there is no shop/nope; there are shop/ledger',
  ],
  ['a zone that nobody knows', [zoneLost('mars')], 'there is no zone mars; there are eu-1a, eu-1b'],
  ['a zone lost twice', [zoneLost('eu-1a'), zoneLost('eu-1a')], 'eu-1a is lost twice: say it once'],
  [
    'more hosts than there are',
    [down, down, down, down],
    'shop/payments has 3 hosts, and 4 cannot be down: say that it is gone',
  ],
  [
    'what is gone and slow',
    [gone('shop/payments'), slow('shop/payments', second)],
    'shop/payments is gone, and cannot be slow as well: say one',
  ],
  [
    'what is gone and down',
    [down, gone('shop/payments'), down],
    'shop/payments is gone, and cannot be host-down as well: say one',
  ],
  [
    'what is gone twice',
    [gone('shop/payments'), gone('shop/payments')],
    'shop/payments is gone, and cannot be gone again as well: say one',
  ],
  [
    'two statuses',
    [failing('shop/payments', 500), failing('shop/payments')],
    'shop/payments is failing twice: say it once',
  ],
  [
    'two times',
    [slow('shop/payments', second), slow('shop/payments', second)],
    'shop/payments is slow twice: say it once',
  ],
  [
    'the caller',
    [gone('shop/orders')],
    'shop/orders asks: what is wrong there has no effect on what it is answered',
  ],
  [
    'what nobody calls',
    [gone('shop/web')],
    'nothing calls shop/web: what is wrong there cannot show',
  ],
  [
    'a status that is no failure',
    [failing('shop/payments', 200)],
    'shop/payments cannot fail with 200: want a status from 400 to 599',
  ],
  [
    'no slowness',
    [slow('shop/payments', Duration.millis(0))],
    'shop/payments cannot be slow by 0 ms: want more than 0',
  ],
])('%s is refused', (_what, when, message) => {
  expect(() => system().simulate({ ...ENDS, when })).toThrow(message);
});

test.each<[string, Failure[]]>([
  ['as many hosts as there are', [down, down, down]],
  [
    'hosts that are down while the others are slow and failing',
    [down, slow('shop/payments', second), failing('shop/payments')],
  ],
  ['two zones', [zoneLost('eu-1a'), zoneLost('eu-1b')]],
  ['what the callee calls', [gone('shop/ledger')]],
  ['a status that is the fault of the caller', [failing('shop/payments', 404)]],
])('%s can be', (_what, when) => {
  expect(system().simulate({ ...ENDS, when }).isServed).toBe(false);
});

test('a caller that its callee calls in turn may fail', () => {
  const circle = shop((chart) => {
    const [orders, payments] = [aService(chart, 'orders'), aService(chart, 'payments')];
    const timeout = second;
    orders.calls(payments, { timeout });
    payments.calls(orders, { timeout });
  });
  expect(circle.simulate({ ...ENDS, when: gone('shop/orders') })).toMatchObject({ status: 503 });
});

test('a port that is not there is refused; one that is there and not called is denied', () => {
  expect(() => system().simulate({ ...ENDS, port: 99 })).toThrow(
    'shop/payments has no port 99; there are http (8080), admin (9090)',
  );
  expect(system().simulate({ ...ENDS, port: 9090 })).toMatchObject({
    port: 9090,
    route: 'undeclared.9090',
    authorization: { isAllowed: false },
    status: 403,
  });
});

test.each<[string, Failure]>([
  ['host-down:pay', oneHostDown('pay')],
  ['gone:shop/pay', gone('shop/pay')],
  ['failing:pay', failing('pay', 503)],
  ['failing:pay:404', failing('pay', 404)],
  ['slow:pay:300ms', slow('pay', Duration.millis(300))],
  ['slow:pay:2s', slow('pay', Duration.seconds(2))],
  ['zone-lost:eu-1a', zoneLost('eu-1a')],
])('%s is a failure', (text, failure) => {
  expect(parseFailure(text)).toEqual(failure);
});

test.each([
  ['bad', 'host-down:a, gone:a, failing:a:503, slow:a:300ms or zone-lost:z'],
  ['constructor:pay', 'host-down:a, gone:a, failing:a:503, slow:a:300ms or zone-lost:z'],
  ['host-down:pay:700ms', 'host-down:SERVICE'],
  ['host-down:', 'host-down:SERVICE'],
  ['gone', 'gone:SERVICE'],
  ['failing:pay:503ms', 'failing:SERVICE or failing:SERVICE:STATUS, a status from 400 to 599'],
  ['failing:pay:200', 'failing:SERVICE or failing:SERVICE:STATUS, a status from 400 to 599'],
  ['slow:pay', 'slow:SERVICE:TIME, such as 300ms or 2s'],
  ['slow:pay:0ms', 'slow:SERVICE:TIME, such as 300ms or 2s'],
  ['slow:pay:3', 'slow:SERVICE:TIME, such as 300ms or 2s'],
  ['zone-lost:eu-1a:3', 'zone-lost:ZONE'],
])('%s is none', (text, form) => {
  expect(() => parseFailure(text)).toThrow(`"${text}" is no failure: write ${form}`);
});
