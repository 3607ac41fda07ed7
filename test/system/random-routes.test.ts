import fc from 'fast-check';
import { systemOf, type DeclaredSystem } from '../../constructs/testing';
import { declare, systems, type RandomSystem } from './random-policies';
import { endlessRoutes, overlongRoutes, repeatedUnsafely } from './route-properties';

/** Findings that say that retries do not suit their operation, or do not fit their deadline. */
const REFUSALS = ['MW0203', 'MW0204', 'MW0206', 'MW0207'];

/** Holds `property` for random systems, of which it sees those that are not refused. */
function holds(property: (system: RandomSystem, declared: DeclaredSystem) => void): void {
  let seen = 0;
  fc.assert(
    fc.property(systems, (system) => {
      const declared = systemOf(declare(system));
      const errors = declared.findings('error').map(({ code }) => code);
      expect(errors.filter((code) => !REFUSALS.includes(code))).toEqual([]);
      if (errors.length > 0) return;
      seen += 1;
      property(system, declared);
    }),
    { numRuns: 100 },
  );
  expect(seen).toBeGreaterThan(30);
}

test('no route is without a deadline', () => {
  holds((_, declared) => expect(endlessRoutes(declared.manifests())).toEqual([]));
}, 120_000);

test('whatever profiles and calls say, an unsafe request is not repeated once it may have arrived', () => {
  holds((system, declared) => expect(repeatedUnsafely(declared.manifests(), system)).toEqual([]));
}, 120_000);

test('the tries of a route fit its deadline, or it is reported that they do not', () => {
  holds((_, declared) => {
    const isReported = declared.findings().some(({ code }) => code === 'MW0205');
    expect(overlongRoutes(declared.manifests()).length > 0).toBe(isReported);
  });
}, 120_000);
