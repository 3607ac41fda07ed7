import { App, Chart, Duration } from 'cdk8s';
import fc from 'fast-check';
import { Operation, Port, ResilientService, type ServiceOperation } from '../../constructs';
import { systemOf } from '../../constructs/testing';
import { get, type DeclaredCall, type SentRequest } from './declared-calls';
import { disagreements, unaddressed } from './disagreements';

interface Call {
  readonly from: number;
  readonly to: number;
  readonly isAdmin: boolean;
  /** Indexes of operations; none for the service as a whole. */
  readonly operations: readonly number[];
  readonly seconds: number;
}

interface RandomSystem {
  /** The namespace of each service. */
  readonly namespaces: readonly string[];
  readonly calls: readonly Call[];
}

const OPERATIONS = {
  list: Operation.safe('GET /items'),
  read: Operation.safe('GET /items/{id}'),
  parts: Operation.idempotent('GET,PUT /items/{id}/parts/*'),
  create: Operation.unsafe('POST /items'),
};
const REQUESTS: readonly SentRequest[] = [
  get('/items'),
  get('/items/7'),
  { method: 'PUT', path: '/items/7/parts/11/13' },
  { method: 'POST', path: '/items' },
];
const NAMES = ['list', 'read', 'parts', 'create'] as const;
const API = 8080;
const ADMIN = 9090;

const systems: fc.Arbitrary<RandomSystem> = fc
  .array(fc.constantFrom('shop', 'bank'), { minLength: 2, maxLength: 5 })
  .chain((namespaces) => {
    const service = fc.nat({ max: namespaces.length - 1 });
    const call = fc.record({
      from: service,
      to: service,
      isAdmin: fc.boolean(),
      operations: fc.subarray([0, 1, 2, 3]),
      // told apart from every derived deadline
      seconds: fc.integer({ min: 61, max: 97 }),
    });
    return fc.record({
      namespaces: fc.constant(namespaces),
      calls: fc.uniqueArray(call, {
        maxLength: 7,
        selector: ({ from, to, isAdmin }) => `${from} ${to} ${String(isAdmin)}`,
      }),
    });
  })
  .map(({ namespaces, calls }) => ({
    namespaces,
    calls: calls.filter(({ from, to }) => from !== to),
  }));

function declare({ namespaces, calls }: RandomSystem): App {
  const app = new App();
  const charts = new Map(
    ['shop', 'bank'].map((namespace) => [namespace, new Chart(app, namespace, { namespace })]),
  );
  const services = namespaces.map(
    (namespace, index) =>
      new ResilientService(charts.get(namespace) as Chart, `s${index}`, {
        image: `s${index}:1`,
        ports: { api: Port.http(API), admin: Port.http(ADMIN, { targetPort: 9191 }) },
        operations: OPERATIONS,
      }),
  );
  for (const { from, to, isAdmin, operations, seconds } of calls) {
    const target = services[to] as (typeof services)[number];
    const named: ServiceOperation[] = operations.map(
      (index) => target.operations[NAMES[index] as (typeof NAMES)[number]],
    );
    services[from]?.calls(target, {
      port: isAdmin ? 'admin' : API,
      timeout: Duration.seconds(seconds),
      ...(named.length > 0 && { operations: named }),
    });
  }
  return app;
}

function expected({ namespaces, calls }: RandomSystem): readonly DeclaredCall[] {
  const refOf = (index: number, suffix = '') => ({
    namespace: namespaces[index] ?? '',
    name: `s${index}${suffix}`,
  });
  return calls.map(({ from, to, isAdmin, operations, seconds }) => ({
    from: refOf(from, '-v1'),
    to: refOf(to),
    port: isAdmin ? ADMIN : API,
    timeout: `${seconds}s`,
    ...(operations.length > 0 && {
      requests: operations.flatMap((index) => REQUESTS[index] ?? []),
    }),
  }));
}

test('whatever is declared, every artefact of every pair agrees with it', () => {
  fc.assert(
    fc.property(systems, (system) => {
      const rendered = systemOf(declare(system)).manifests();
      const calls = expected(system);
      expect(disagreements(rendered, calls)).toEqual([]);
      expect(unaddressed(rendered, calls)).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 120_000);
