import { systemOf, type Manifest } from '../../constructs/testing';
import { misruled } from './misruled';
import { declare, type RandomSystem } from './random-policies';

const SERVICE = {
  sizes: [{ min: 3, max: 3 }],
  place: 'anywhere',
  capacity: undefined,
  profile: undefined,
} as const;
const CALL = {
  to: 3,
  operations: [],
  timeoutMs: undefined,
  retries: undefined,
  profile: undefined,
  pool: undefined,
  errors: undefined,
} as const;

/** Two callers in a namespace of which one has a rule for itself, and one where the callee is. */
const SYSTEM: RandomSystem = {
  services: [
    { ...SERVICE, namespace: 'shop' },
    { ...SERVICE, namespace: 'shop' },
    { ...SERVICE, namespace: 'bank' },
    { ...SERVICE, namespace: 'bank', sizes: [...SERVICE.sizes, ...SERVICE.sizes] },
  ],
  calls: [
    { ...CALL, from: 0, pool: 30, errors: 9 },
    { ...CALL, from: 1 },
    { ...CALL, from: 2 },
  ],
  namespaceProfile: undefined,
  exposed: ['list'],
};
const RENDERED = systemOf(declare(SYSTEM)).manifests();

type Spec = Readonly<Record<string, unknown>>;

/** The manifests with the DestinationRule called `name` changed, or without it. */
function withRule(name: string, change: (spec: Spec) => Spec | undefined): readonly Manifest[] {
  const isMeant = ({ kind, metadata }: Manifest): boolean =>
    kind === 'DestinationRule' && metadata.name === name;
  expect(RENDERED.filter(isMeant)).toHaveLength(1);
  return RENDERED.flatMap((manifest) => {
    const spec = isMeant(manifest) ? change(manifest.spec ?? {}) : manifest.spec;
    return spec === undefined && isMeant(manifest) ? [] : [{ ...manifest, spec }];
  });
}

const firstSubset = ({ subsets, ...spec }: Spec): Spec => ({
  ...spec,
  subsets: (subsets as readonly unknown[]).slice(0, 1),
});
const withOutlierDetection = (spec: Spec): Spec =>
  JSON.parse(
    JSON.stringify(spec).replaceAll('"consecutive5xxErrors":9', '"interval":"1s"'),
  ) as Spec;

test('what is rendered is found by every proxy', () => {
  expect(misruled(RENDERED, SYSTEM)).toEqual([]);
});

test.each([
  [
    'no rule for one caller',
    's3.bank.s0',
    () => undefined,
    's0 → s3: requests of v1 is 341, want 30',
  ],
  ['a rule for one caller without a subset', 's3.bank.s0', firstSubset, 's0 → s3: no subset v2'],
  [
    'a rule for one caller that counts no answers',
    's3.bank.s0',
    withOutlierDetection,
    's0 → s3: errors of v1 is undefined, want 9',
  ],
  [
    'no rule for the others of a namespace',
    's3.bank',
    () => undefined,
    's1 → s3: no rule or no route',
  ],
  ['a rule for the others without a subset', 's3.bank', firstSubset, 's1 → s3: no subset v2'],
  ['no subset where the callee is', 's3-v2', () => undefined, 's2 → s3: no subset v2'],
  [
    'a rule for the others that Istio takes for that of one caller',
    's3.bank',
    // of equal exportTo the rule without a selector is absorbed by the one with it
    (spec: Spec) => ({ ...spec, exportTo: ['.'] }),
    's1 → s3: no rule or no route',
  ],
] as const)('%s is found', (_, name, change, fault) => {
  expect(misruled(withRule(name, change), SYSTEM)).toContain(fault);
});

test('a subset that the gateway needs is found', () => {
  const system: RandomSystem = {
    ...SYSTEM,
    services: [{ ...SERVICE, namespace: 'shop', sizes: [...SERVICE.sizes, ...SERVICE.sizes] }],
    calls: [],
  };
  const rendered = systemOf(declare(system)).manifests();
  expect(misruled(rendered, system)).toEqual([]);
  const mutated = rendered.filter(
    ({ kind, metadata }) => kind !== 'DestinationRule' || metadata.name !== 's0-v2',
  );
  expect(misruled(mutated, system)).toEqual(['gateway → s0: no subset v2']);
});
