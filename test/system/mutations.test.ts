import { App } from 'cdk8s';
import { systemOf, type Manifest } from '../../constructs/testing';
import { STACKS } from '../../stacks/stacks';
import { danglingSubsets, readManifests } from '../support/reach';
import { BOOKINFO_CALLS } from './bookinfo-calls';
import { disagreements, unaddressed } from './disagreements';

const RENDERED = render();

function render(): readonly Manifest[] {
  const app = new App();
  STACKS.bookinfo?.(app);
  return systemOf(app).manifests();
}

/** Objects of single services; those of the namespace and the gateway have tests of their own. */
function objectsOf(kind: string): readonly Manifest[] {
  return RENDERED.filter(
    (manifest) =>
      manifest.kind === kind && !['default', 'gateway'].includes(manifest.metadata.name),
  );
}

function replaced(
  original: Manifest,
  change: (spec: Spec) => Spec | undefined,
): readonly Manifest[] {
  const spec = change(structuredClone(original.spec ?? {}));
  const changed = spec === undefined ? [] : [{ ...original, spec }];
  return RENDERED.flatMap((manifest) => (manifest === original ? changed : [manifest]));
}

type Spec = Record<string, unknown>;

interface Mutation {
  readonly kind: string;
  readonly what: string;
  readonly change: (spec: Spec) => Spec | undefined;
  /** Where the mutation changes nothing that could be noticed. */
  readonly except?: readonly string[];
}

const MUTATIONS: readonly Mutation[] = [
  { kind: 'AuthorizationPolicy', what: 'gone', change: () => undefined },
  {
    kind: 'AuthorizationPolicy',
    what: 'open to every identity',
    change: (spec) => ({ ...spec, rules: [{}] }),
  },
  {
    kind: 'AuthorizationPolicy',
    what: 'open to every request of its callers',
    change: (spec) => ({ ...spec, rules: rules(spec).map(({ from }) => ({ from })) }),
  },
  {
    kind: 'AuthorizationPolicy',
    what: 'closed to its callers',
    change: ({ rules: _rules, ...spec }) => spec,
  },
  { kind: 'NetworkPolicy', what: 'gone', change: () => undefined },
  { kind: 'NetworkPolicy', what: 'open inwards', change: (spec) => ({ ...spec, ingress: [{}] }) },
  { kind: 'NetworkPolicy', what: 'open outwards', change: (spec) => ({ ...spec, egress: [{}] }) },
  { kind: 'NetworkPolicy', what: 'closed inwards', change: (spec) => ({ ...spec, ingress: [] }) },
  {
    kind: 'NetworkPolicy',
    what: 'closed outwards',
    change: (spec) => ({ ...spec, egress: [] }),
    except: ['details', 'ratings'],
  },
  { kind: 'Sidecar', what: 'gone', change: () => undefined },
  {
    kind: 'Sidecar',
    what: 'wide open',
    change: (spec) => ({ ...spec, egress: [{ hosts: ['*/*'] }] }),
  },
  {
    kind: 'Sidecar',
    what: 'empty',
    change: (spec) => ({ ...spec, egress: [{ hosts: ['~/*'] }] }),
    except: ['details', 'ratings'],
  },
  {
    kind: 'VirtualService',
    what: 'without its routes for callers',
    change: (spec) => ({ ...spec, http: (spec.http as unknown[]).slice(-1) }),
    except: ['productpage'],
  },
  {
    kind: 'VirtualService',
    what: 'with another deadline',
    change: (spec) => ({
      ...spec,
      http: (spec.http as Spec[]).map((route) => ({ ...route, timeout: '11s' })),
    }),
    except: ['productpage'],
  },
  {
    kind: 'PeerAuthentication',
    what: 'permissive',
    change: (spec) => ({ ...spec, mtls: { mode: 'PERMISSIVE' } }),
  },
  {
    kind: 'Deployment',
    what: 'with another identity',
    change: (spec) => withIdentity(spec, 'default'),
    except: ['details-v1', 'ratings-v1'],
  },
];

function rules(spec: Spec): readonly Spec[] {
  return (spec.rules ?? []) as readonly Spec[];
}

function withIdentity(spec: Spec, serviceAccountName: string): Spec {
  const template = spec.template as { spec: Spec };
  return {
    ...spec,
    template: { ...template, spec: { ...template.spec, serviceAccountName } },
  };
}

const CASES = MUTATIONS.flatMap(({ kind, what, change, except = [] }) =>
  objectsOf(kind).map((object) => ({
    kind,
    what,
    name: object.metadata.name,
    mutate: () => replaced(object, change),
    isNoticeable: !except.includes(object.metadata.name),
  })),
);

test.each(CASES.filter(({ isNoticeable }) => isNoticeable))(
  'the $kind of $name is noticed to be $what',
  ({ mutate }) => {
    expect(disagreements(mutate(), BOOKINFO_CALLS)).not.toEqual([]);
  },
);

test.each(CASES.filter(({ isNoticeable }) => !isNoticeable))(
  'the $kind of $name may be $what, since it has no such calls',
  ({ mutate }) => {
    expect(disagreements(mutate(), BOOKINFO_CALLS)).toEqual([]);
  },
);

test('a DestinationRule that lost its subsets is noticed', () => {
  const [reviews] = objectsOf('DestinationRule').filter(
    ({ metadata }) => metadata.name === 'reviews-v2',
  );
  const mutated = replaced(reviews as Manifest, ({ subsets: _subsets, ...spec }) => spec);
  expect(danglingSubsets(readManifests(mutated))).not.toEqual([]);
});

describe('the environment of a caller', () => {
  test('says where every callee is', () => {
    expect(unaddressed(RENDERED, BOOKINFO_CALLS)).toEqual([]);
  });

  test('is missed where it is gone', () => {
    const [caller] = objectsOf('Deployment').filter(
      ({ metadata }) => metadata.name === 'productpage-v1',
    );
    const mutated = replaced(caller as Manifest, () => ({}));
    expect(unaddressed(mutated, BOOKINFO_CALLS)).toHaveLength(3);
  });
});
