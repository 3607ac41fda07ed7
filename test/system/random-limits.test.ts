import fc from 'fast-check';
import { systemOf, type Manifest } from '../../constructs/testing';
import { limitsOf, lowered, type Limits } from './limit-properties';
import { declare, systems, type RandomService, type RandomSystem } from './random-policies';

/** Systems in which no retries can be refused, and no profile has a say. */
const sized = systems.map((system) => ({
  ...system,
  services: system.services.map((each) => ({ ...each, profile: undefined })),
  calls: system.calls.map((call) => ({ ...call, retries: undefined, profile: undefined })),
  namespaceProfile: undefined,
}));

function limits(system: RandomSystem): Limits {
  return limitsOf(systemOf(declare(system)).manifests());
}

/** The system with one of its services changed. */
function withService(
  system: RandomSystem,
  index: number,
  change: (service: RandomService) => Partial<RandomService>,
): RandomSystem {
  const services = system.services.map((each, at) =>
    at === index % system.services.length ? { ...each, ...change(each) } : each,
  );
  return { ...system, services };
}

/** What can change, and by how much. */
const changes = fc.tuple(sized, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 900 }));

const DEFAULT_CAPACITY = 1024;

test('a service that takes more lowers no limit', () => {
  fc.assert(
    fc.property(changes, ([system, index, more]) => {
      const larger = withService(system, index, ({ capacity = DEFAULT_CAPACITY }) => ({
        capacity: capacity + more,
      }));
      expect(lowered(limits(system), limits(larger))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('more replicas of a service that is called lower no limit', () => {
  fc.assert(
    fc.property(changes, ([system, , more]) => {
      const last = system.services.length - 1;
      const larger = withService(system, last, ({ sizes }) => ({
        sizes: sizes.map(({ min, max }) => ({ min: min + more, max: max + more })),
      }));
      expect(lowered(limits(system), limits(larger))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('more replicas of a caller raise no limit', () => {
  fc.assert(
    fc.property(changes, ([system, , more]) => {
      const larger = withService(system, 0, ({ sizes }) => ({
        sizes: sizes.map(({ min, max }) => ({ min, max: max + more })),
      }));
      expect(lowered(limits(larger), limits(system))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 120_000);

/** The manifests of `system` in which the limit that `pattern` finds first is 1. */
function lowest(system: RandomSystem, kind: string, pattern: RegExp): Limits {
  const manifests = systemOf(declare(system)).manifests();
  const changed = manifests.map((manifest) =>
    manifest.kind === kind
      ? (JSON.parse(JSON.stringify(manifest).replace(pattern, '$1:1')) as Manifest)
      : manifest,
  );
  return limitsOf(changed);
}

const SIZE = { min: 3, max: 5 };
const SERVICE = { place: 'anywhere', capacity: 700, profile: undefined } as const;
const CALL = { timeoutMs: undefined, retries: undefined, profile: undefined, errors: undefined };
const SYSTEM: RandomSystem = {
  services: [
    { ...SERVICE, namespace: 'shop', sizes: [SIZE] },
    { ...SERVICE, namespace: 'bank', sizes: [SIZE, SIZE] },
  ],
  calls: [{ ...CALL, from: 0, to: 1, operations: [], pool: 30 }],
  namespaceProfile: undefined,
  exposed: [],
};

test.each([
  ['of a host', 'DestinationRule', /("http2MaxRequests"):\d+/, '/s1 http2MaxRequests'],
  ['of a version', 'DestinationRule', /("http2MaxRequests"):\d+/, '/s1-v2 v2 http2MaxRequests'],
  ['of waiting requests', 'DestinationRule', /("http1MaxPendingRequests"):\d+/, '/s1 http1Max'],
  ['of connections', 'DestinationRule', /("maxConnections"):\d+/, '/s1 maxConnections'],
  ['of one caller', 'DestinationRule', /("maxConnections"):\d+/, '/s1.bank.s0 v1 maxConnections'],
  ['of the server itself', 'Sidecar', /("http2MaxRequests"):\d+/, '/s1 http2MaxRequests'],
])('a limit %s that is lowered is found', (_, kind, pattern, name) => {
  const found = lowered(limits(SYSTEM), lowest(SYSTEM, kind, pattern));
  expect(found.filter((each) => each.includes(name))).not.toEqual([]);
});

test('a limit that is gone is found', () => {
  const gone = lowered(limits(SYSTEM), new Map());
  expect(gone).toContain('DestinationRule bank/s1 maxConnections: 420 → undefined');
});
