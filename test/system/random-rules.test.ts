import fc from 'fast-check';
import { systemOf } from '../../constructs/testing';
import { get, type DeclaredCall, type SentRequest } from './declared-calls';
import { disagreements, unaddressed } from './disagreements';
import { misruled } from './misruled';
import { declare, PORT, serviceName, systems, type RandomSystem } from './random-policies';

/** Calls with policies of their own across namespaces, each with a deadline that tells it apart. */
const ruled = systems.map((system) => ({
  ...system,
  services: system.services.map((each) => ({ ...each, profile: undefined })),
  calls: system.calls.map((call, index) => ({
    ...call,
    retries: undefined,
    profile: undefined,
    timeoutMs: (61 + index) * 1000,
  })),
  namespaceProfile: undefined,
  exposed: [],
}));

const REQUESTS: Readonly<Record<string, SentRequest>> = {
  list: get('/items'),
  replace: { method: 'PUT', path: '/items/7' },
  charge: { method: 'POST', path: '/charges' },
  refund: { method: 'POST', path: '/refunds' },
};

/** What a reader would say that the system declares. */
function expected({ services, calls }: RandomSystem): readonly DeclaredCall[] {
  const namespaceOf = (index: number): string => services[index]?.namespace ?? '';
  return calls.flatMap(({ from, to, operations, timeoutMs = 0 }) =>
    (services[from]?.sizes ?? []).map((_, version) => ({
      from: { namespace: namespaceOf(from), name: `${serviceName(from)}-v${version + 1}` },
      to: { namespace: namespaceOf(to), name: serviceName(to) },
      port: PORT,
      timeout: `${timeoutMs / 1000}s`,
      ...(operations.length > 0 && {
        requests: operations.flatMap((name) => REQUESTS[name] ?? []),
      }),
    })),
  );
}

test('whatever rules there are, every artefact of every pair agrees with what is declared', () => {
  fc.assert(
    fc.property(ruled, (system) => {
      const rendered = systemOf(declare(system)).manifests();
      const calls = expected(system);
      expect(disagreements(rendered, calls)).toEqual([]);
      expect(unaddressed(rendered, calls)).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("every proxy finds the subsets that its routes name, and its own caller's limits", () => {
  fc.assert(
    fc.property(ruled, fc.boolean(), (system, isExposed) => {
      const whole: RandomSystem = { ...system, exposed: isExposed ? ['list'] : [] };
      expect(misruled(systemOf(declare(whole)).manifests(), whole)).toEqual([]);
    }),
    { numRuns: 100 },
  );
}, 120_000);
