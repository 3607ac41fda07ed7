import fc from 'fast-check';
import { systemOf, type Manifest } from '../../constructs/testing';
import { ejectionFaults } from './ejection-properties';
import { declare, systems, type RandomService, type RandomSystem } from './random-policies';

/** The same without retries, which may be refused. */
function withoutRetries(system: RandomSystem): RandomSystem {
  return {
    ...system,
    calls: system.calls.map((call) => ({ ...call, retries: undefined, profile: undefined })),
    services: system.services.map((service) => ({ ...service, profile: undefined })),
    namespaceProfile: undefined,
  };
}

function rendered(system: RandomSystem): readonly Manifest[] {
  return systemOf(declare(system)).manifests();
}

test('at every size of every version, one pod can be ejected, and a whole place, and never all', () => {
  fc.assert(
    fc.property(systems, (system) => {
      const manifests = rendered(withoutRetries(system));
      expect(ejectionFaults(manifests, system.services)).toEqual([]);
    }),
    { numRuns: 200 },
  );
}, 120_000);

const PLAIN = { namespace: 'shop', capacity: undefined, profile: undefined } as const;

/** Two services with a call from the first to the second, with or without a rule of its own. */
function calling(callee: RandomService, errors?: number): RandomSystem {
  const caller = { ...PLAIN, sizes: [{ min: 3, max: 3 }], place: 'anywhere' } as const;
  const call = { timeoutMs: undefined, retries: undefined, profile: undefined, pool: undefined };
  return {
    services: [caller, callee],
    calls: [{ ...call, from: 0, to: 1, operations: [], errors }],
    namespaceProfile: undefined,
    exposed: [],
  };
}

/** The manifests with the percentage of every outlier detection of `rule` changed. */
function withPercent(
  manifests: readonly Manifest[],
  { rule, percent }: { readonly rule: string; readonly percent: number | undefined },
): readonly Manifest[] {
  const change = (text: string): string =>
    text.replaceAll(
      /"outlierDetection":{[^}]*}/g,
      percent === undefined
        ? '"ignored":{}'
        : `"outlierDetection":{"maxEjectionPercent":${percent}}`,
    );
  return manifests.map((manifest) =>
    manifest.kind === 'DestinationRule' && manifest.metadata.name === rule
      ? (JSON.parse(change(JSON.stringify(manifest))) as Manifest)
      : manifest,
  );
}

const THREE = { min: 3, max: 3 };
const SEVEN = { min: 7, max: 7 };

test.each([
  ['none can go', 'anywhere', [THREE], 's1', 32, 's1 whole: 0 of 3 can be ejected, want 1'],
  ['none can go while one is down', 'anywhere', [THREE], 's1', 34, 's1 whole: 0 of 2'],
  ['all can go', 'anywhere', [THREE], 's1', 100, 's1 whole: all of 3 can be ejected'],
  ['nothing is detected', 'anywhere', [THREE], 's1', undefined, 's1 whole: detects no outliers'],
  ['a zone cannot go', 'zones', [{ min: 9, max: 9 }], 's1', 25, 's1 whole: 2 of 9'],
  ['a zone stays while a pod elsewhere is down', 'zones', [SEVEN], 's1', 43, '2 of 6'],
  [
    'a version stays while a pod of the other is down',
    'version',
    [THREE, THREE],
    's1',
    50,
    '2 of 5',
  ],
  ['a region cannot go', 'regions', [{ min: 4, max: 4 }], 's1', 34, 's1 whole: 1 of 4'],
  ['a version cannot go', 'version', [THREE, THREE], 's1', 40, 's1 whole: 2 of 6'],
  ['none of a version can go', 'anywhere', [THREE, THREE], 's1-v2', 34, 's1-v2 v2: 0 of 2'],
  ['all for one caller', 'anywhere', [THREE], 's1.shop.s0', 100, 's1.shop.s0 whole: all of 3'],
] as const)('a percentage by which %s is found', (_, place, sizes, rule, percent, fault) => {
  const system = calling({ ...PLAIN, sizes, place }, 7);
  const manifests = rendered(system);
  expect(ejectionFaults(manifests, system.services)).toEqual([]);
  const mutated = withPercent(manifests, { rule, percent });
  expect(ejectionFaults(mutated, system.services).join('\n')).toContain(fault);
});

test('outlier detection of a single pod is found', () => {
  const system = calling({ ...PLAIN, sizes: [THREE], place: 'anywhere' });
  const smaller = system.services.map((each) => ({ ...each, sizes: [{ min: 1, max: 3 }] }));
  expect(ejectionFaults(rendered(system), smaller)).toContain(
    's1 whole: detects outliers among one pod',
  );
});

test('a version that may have more than 99 % of all pods does not let all of them be ejected', () => {
  const sizes = [
    { min: 2, max: 250 },
    { min: 2, max: 2 },
  ];
  const system = calling({ ...PLAIN, sizes, place: 'version' });
  expect(ejectionFaults(rendered(system), system.services)).toEqual([]);
});
