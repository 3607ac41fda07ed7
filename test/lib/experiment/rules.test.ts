import { Duration } from 'cdk8s';
import {
  Experiment,
  ExternalService,
  Fault,
  Match,
  Operation,
  Port,
  Tls,
  type ExperimentProps,
  type MeshProps,
  type ResilientService,
} from '../../../constructs';
import type { Chart } from 'cdk8s';
import { aService, lines, shop } from '../../support/declare';

const TEST: MeshProps = { environment: 'test' };
const SLOW = { fault: Fault.delay(Duration.millis(100)), expires: '2027-01-31' };

interface Services {
  readonly cart: ResilientService<typeof OPERATIONS>;
  readonly orders: ResilientService;
  readonly reports: ResilientService;
}

const OPERATIONS = { add: Operation.unsafe('POST /items'), list: Operation.safe('GET /items') };

/** What is told about experiments on a cart that orders add to and reports list. */
function told(build: (chart: Chart, services: Services) => void, mesh = TEST): string[] {
  return lines(
    shop((chart) => {
      const cart = aService(chart, 'cart', { operations: OPERATIONS });
      const [orders, reports] = [aService(chart, 'orders'), aService(chart, 'reports')];
      orders.calls(cart.operations.add);
      reports.calls(cart.operations.list);
      build(chart, { cart, orders, reports });
    }, mesh),
  );
}

function one(propsOf: (services: Services) => Partial<ExperimentProps>, mesh = TEST): string[] {
  return told((chart, services) => {
    new Experiment(chart, 'slow', { on: services.cart, ...SLOW, ...propsOf(services) });
  }, mesh);
}

test('an experiment is made where the service runs', () => {
  const build = (chart: Chart): void => {
    const cards = new ExternalService(chart, 'cards', {
      host: 'api.cards.example',
      tls: Tls.originate(),
    });
    aService(chart, 'orders').calls(cards);
    new Experiment(chart, 'slow', { on: cards, ...SLOW });
  };
  expect(lines(shop(build, TEST))).toEqual([
    '[shop/slow] MW0801 on: got external shop/cards, want a ResilientService of this app, or one of its operations; declare the experiment where the service is declared: the fault is injected by its proxies',
  ]);
  expect(one(() => ({}))).toEqual([]);
});

test('an experiment needs requests', () => {
  const build = (port: Port) => (chart: Chart) => {
    const queue = aService(chart, 'queue', { ports: { main: port } });
    aService(chart, 'orders').calls(queue);
    new Experiment(chart, 'slow', { on: queue, ...SLOW });
  };
  expect(lines(shop(build(Port.tcp(5672)), TEST))).toEqual([
    '[shop/slow] MW0802 on: got queue without an HTTP port, want a service with an HTTP port; choose another service, or declare the port as HTTP',
  ]);
  expect(lines(shop(build(Port.http2(5672)), TEST))).toEqual([]);
});

test('the caller of an experiment calls the service', () => {
  expect(one(({ cart }) => ({ caller: cart }))).toEqual([
    '[shop/slow] MW0803 caller: got shop/cart, want a caller with an identity and a declared call; declare the call, or correct the caller',
  ]);
  expect(one(({ orders }) => ({ caller: orders }))).toEqual([]);
});

test('some declared call meets the fault', () => {
  expect(one(({ cart, orders }) => ({ on: cart.operations.list, caller: orders }))).toEqual([
    '[shop/slow] MW0804 on: got shop/orders and list, want a declared call of those requests; declare the call, or make the experiment on what is called',
  ]);
  expect(one(({ cart, orders }) => ({ on: cart.operations.add, caller: orders }))).toEqual([]);
});

test('an experiment has a last day', () => {
  expect(one(() => ({ expires: '31.1.2027' }))).toEqual([
    '[shop/slow] MW0805 expires: got "31.1.2027", want a date as RFC 3339 writes it, such as 2027-01-31; give the last day on which the fault may be in the mesh',
  ]);
  expect(one(() => ({ expires: '2028-02-29' }))).toEqual([]);
});

test.each([399, 600, 503.5])('a fault answers with no %s', (status) => {
  expect(one(() => ({ fault: Fault.abort(status) }))).toEqual([
    `[shop/slow] MW0806 fault: got ${status}, want an HTTP status from 400 to 599, or the name of a gRPC status other than OK; correct the status`,
  ]);
});

test.each([400, 599])('a fault answers with %s', (status) => {
  expect(one(() => ({ fault: Fault.abort(status) }))).toEqual([]);
});

test('a fault answers in the words of the protocol', () => {
  expect(one(() => ({ fault: Fault.abort('INTERNAL') }))).toEqual([
    '[shop/slow] MW0807 fault: got INTERNAL, want an HTTP status; give such a status: gRPC and HTTP retries look at different ones',
  ]);
  const grpc = (fault: Fault) => (chart: Chart) => {
    const cart = aService(chart, 'cart', { ports: { rpc: Port.grpc(8080) } });
    aService(chart, 'orders').calls(cart);
    new Experiment(chart, 'slow', { on: cart, ...SLOW, fault });
  };
  expect(lines(shop(grpc(Fault.abort(503)), TEST))).toEqual([
    '[shop/slow] MW0807 fault: got 503, want a gRPC status by name; give such a status: gRPC and HTTP retries look at different ones',
  ]);
  expect(lines(shop(grpc(Fault.abort('INTERNAL')), TEST))).toEqual([]);
});

test('in production, which a mesh is unless it says otherwise, an experiment must be named', () => {
  const refused = [
    '[shop/slow] MW0808 Experiment: got slow, want its name among the `experiments` of the Mesh; add it there if real users may meet the fault, or say that the Mesh is for `environment: test`',
  ];
  expect(one(() => ({}), {})).toEqual(refused);
  expect(one(() => ({}), { environment: 'production', experiments: ['slower'] })).toEqual(refused);
  expect(one(() => ({}), { environment: 'production', experiments: ['slow'] })).toEqual([]);
});

/** What is told about two experiments. */
function two(
  first: (services: Services) => Partial<ExperimentProps>,
  second: (services: Services) => Partial<ExperimentProps>,
): string[] {
  return told((chart, services) => {
    new Experiment(chart, 'a', { on: services.cart, ...SLOW, ...first(services) });
    new Experiment(chart, 'b', { on: services.cart, ...SLOW, ...second(services) });
  });
}

test('one request meets one fault', () => {
  const refused = [
    '[shop/b] MW0809 on: got the requests of shop/a too, want one fault for each request, or what is seen proves nothing; give them different callers, operations, or exact values of one header',
  ];
  const user = (name: string) => () => ({ when: Match.header('end-user').exactly(name) });
  const beta = () => ({ when: Match.header('x-beta').present() });
  expect(
    two(
      () => ({}),
      ({ orders }) => ({ caller: orders }),
    ),
  ).toEqual(refused);
  expect(two(user('jason'), beta)).toEqual(refused);
  expect(two(user('jason'), user('jason'))).toEqual(refused);
  expect(two(user('jason'), user('mary'))).toEqual([]);
  expect(
    two(
      ({ orders }) => ({ caller: orders }),
      ({ reports }) => ({ caller: reports }),
    ),
  ).toEqual([]);
  expect(
    two(
      ({ cart }) => ({ on: cart.operations.add }),
      ({ cart }) => ({ on: cart.operations.list }),
    ),
  ).toEqual([]);
});

test('an experiment has a name of its own beside the service', () => {
  const named = (id: string): string[] =>
    told((_chart, { cart, orders }) => {
      new Experiment(orders, id, { on: cart, ...SLOW });
    });
  expect(named('cart')).toEqual([
    '[shop/orders/cart] MW0810 id: got cart, as shop/cart, want a name that no service and no other experiment has in the namespace of the target; rename the experiment',
  ]);
  expect(named('carts')).toEqual([]);
});
