import { App, Chart, Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  Capacity,
  Failover,
  GatewayTls,
  MeshGateway,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Pool,
  Profile,
  ResilientService,
  Retries,
  Scale,
  type ResilientServiceProps,
  type ServiceOperation,
} from '../../constructs';

/** The fewest and the most replicas of one version. */
export interface RandomSize {
  readonly min: number;
  readonly max: number;
}

export interface RandomService {
  readonly namespace: string;
  /** One for each version, v1 first. */
  readonly sizes: readonly RandomSize[];
  readonly place: 'anywhere' | 'zones' | 'regions' | 'version';
  readonly capacity: number | undefined;
  readonly profile: Profile | undefined;
}

export interface RandomCall {
  readonly from: number;
  readonly to: number;
  /** None for the service as a whole. */
  readonly operations: readonly OperationName[];
  readonly timeoutMs: number | undefined;
  readonly retries: Retries | undefined;
  readonly profile: Profile | undefined;
  readonly pool: number | undefined;
  readonly errors: number | undefined;
}

export interface RandomSystem {
  readonly services: readonly RandomService[];
  /** Each from an earlier service to a later one, so that there is no cycle. */
  readonly calls: readonly RandomCall[];
  readonly namespaceProfile: Profile | undefined;
  /** Operations of the first service that the gateway lets in. */
  readonly exposed: readonly OperationName[];
}

export const OPERATIONS = {
  list: Operation.safe('GET /items'),
  replace: Operation.idempotent('PUT /items/{id}'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'x-key' }),
  refund: Operation.unsafe('POST /refunds'),
};
export type OperationName = keyof typeof OPERATIONS;

export const PORT = 8080;
export const ZONES = ['z1', 'z2', 'z3'];
export const REGIONS = ['r1', 'r2'];
const NAMESPACES = ['shop', 'bank', 'office'];
const WEIGHTS = [[100], [90, 10], [80, 15, 5]];

/** Every way of giving retries that says nothing about operations. */
const retries: fc.Arbitrary<Retries> = fc.oneof(
  fc.constant(Retries.never()),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 90 }))
    .map(([attempts, backoff]) =>
      Retries.ifUnreached(attempts, { backoff: Duration.millis(backoff) }),
    ),
  fc
    .record({
      attempts: fc.integer({ min: 1, max: 4 }),
      tryMs: fc.option(fc.integer({ min: 10, max: 1500 }), { nil: undefined }),
      conditions: fc.constantFrom(undefined, ['reset'], ['5xx', 429], ['gateway-error']),
    })
    .map(({ attempts, tryMs, conditions }) =>
      Retries.upTo(attempts, {
        ...(tryMs !== undefined && { perTryTimeout: Duration.millis(tryMs) }),
        ...(conditions && { conditions: conditions }),
      }),
    ),
);

const timeoutMs = fc.option(fc.integer({ min: 900, max: 7000 }), { nil: undefined });

const profile: fc.Arbitrary<Profile | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  fc.constantFrom(Profile.interactive(), Profile.batch(), Profile.critical()),
  fc.record({ timeoutMs, retries, capacity: fc.integer({ min: 1, max: 900 }) }).map((given) =>
    Profile.of('random', {
      ...(given.timeoutMs !== undefined && { timeout: Duration.millis(given.timeoutMs) }),
      retries: given.retries,
      capacity: Capacity.perReplica(given.capacity),
    }),
  ),
);

const size: fc.Arbitrary<RandomSize> = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.oneof({ weight: 5, arbitrary: fc.nat({ max: 9 }) }, fc.nat({ max: 230 })),
  )
  .map(([min, more]) => ({ min, max: min + more }));

const service: fc.Arbitrary<RandomService> = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    sizes: fc.array(size, { minLength: 1, maxLength: 3 }),
    place: fc.constantFrom('anywhere', 'zones', 'regions', 'version'),
    capacity: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
    profile,
  })
  .map((each) => ({ ...each, place: canFailOver(each) ? each.place : 'anywhere' }));

/** A failover that nothing can set off is refused. */
function canFailOver({ sizes, place }: Pick<RandomService, 'sizes' | 'place'>): boolean {
  return sizes.every(({ min }) => min > 1) && (place !== 'version' || sizes.length > 1);
}

/** Half of the calls whose retries an unsafe operation could not stand are for others alone, or all would be refused. */
function suited({ isReckless, ...call }: RandomCall & { isReckless: boolean }): RandomCall {
  if (isReckless || call.retries?.kind !== 'response') return call;
  const operations = call.operations.filter((name) => name !== 'refund');
  return { ...call, operations: operations.length > 0 ? operations : ['list'] };
}

/** Systems that are refused only for retries that do not fit their deadline or their operation. */
export const systems: fc.Arbitrary<RandomSystem> = fc
  .array(service, { minLength: 2, maxLength: 4 })
  .chain((services) => {
    const end = fc.nat({ max: services.length - 1 });
    const names = fc.subarray(Object.keys(OPERATIONS) as OperationName[]);
    const call = fc
      .record({
        from: end,
        to: end,
        operations: names,
        timeoutMs,
        retries: fc.option(retries, { nil: undefined }),
        profile,
        pool: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
        errors: fc.option(fc.integer({ min: 5, max: 40 }), { nil: undefined }),
        isReckless: fc.boolean(),
      })
      .map(suited);
    return fc.record({
      services: fc.constant(services),
      calls: fc
        .uniqueArray(call, { maxLength: 6, selector: ({ from, to }) => `${from} ${to}` })
        .map((calls) => calls.filter(({ from, to }) => from < to)),
      namespaceProfile: profile,
      exposed: names,
    });
  });

export function serviceName(index: number): string {
  return `s${index}`;
}

/** The app of a system. */
export function declare({ services, calls, namespaceProfile, exposed }: RandomSystem): App {
  const app = new App();
  const charts = new Map(
    NAMESPACES.map((namespace) => [namespace, new Chart(app, namespace, { namespace })]),
  );
  const [first] = charts.values();
  if (first && namespaceProfile) {
    new MeshNamespace(first, 'namespace', { profile: namespaceProfile });
  }
  const declared = services.map(
    (each, index) =>
      new ResilientService(
        charts.get(each.namespace) as Chart,
        serviceName(index),
        propsOf(each, index),
      ),
  );
  for (const call of calls) declareCall(declared, call);
  if (first && exposed.length > 0) {
    const tls = GatewayTls.secret('certificate');
    const gateway = new MeshGateway(first, 'door', { hosts: ['shop.example.com'], tls });
    for (const name of exposed) {
      const operation = declared[0]?.operations[name] as ServiceOperation | undefined;
      if (operation) gateway.exposes(operation);
    }
  }
  return app;
}

function propsOf(
  { sizes, place, capacity, profile }: RandomService,
  index: number,
): ResilientServiceProps<typeof OPERATIONS> {
  const versions = sizes.map(({ min, max }, at) => [
    `v${at + 1}`,
    {
      image: `${serviceName(index)}:${at + 1}`,
      scale: min === max ? Scale.fixed(min) : Scale.between(min, max),
      ...(place !== 'version' && { weight: WEIGHTS[sizes.length - 1]?.[at] }),
    },
  ]);
  return {
    port: PORT,
    operations: OPERATIONS,
    versions: Object.fromEntries(versions) as ResilientServiceProps['versions'],
    ...(capacity !== undefined && { capacity: Capacity.perReplica(capacity) }),
    ...(profile && { profile }),
    ...(place === 'zones' && { failover: Failover.zones(...ZONES) }),
    ...(place === 'regions' && { failover: Failover.regions(...REGIONS) }),
    ...(place === 'version' && { failover: Failover.fromVersion('v1') }),
  };
}

function declareCall(
  services: readonly ResilientService<typeof OPERATIONS>[],
  { from, to, operations, timeoutMs: ms, retries: given, profile: named, pool, errors }: RandomCall,
): void {
  const target = services[to];
  if (target === undefined) return;
  // as plain JavaScript may: the types would refuse some of it
  const options = {
    ...(operations.length > 0 && { operations: operations.map((name) => target.operations[name]) }),
    ...(ms !== undefined && { timeout: Duration.millis(ms) }),
    ...(given && { retries: given as Retries<'unreached'> }),
    ...(named && { profile: named }),
    ...(pool !== undefined && { pool: Pool.perReplica(pool) }),
    ...(errors !== undefined && {
      outlierDetection: OutlierDetection.of({ consecutive5xxErrors: errors }),
    }),
  };
  services[from]?.calls(target, options as Parameters<ResilientService['calls']>[1] & object);
}
