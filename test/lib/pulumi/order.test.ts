import * as fc from 'fast-check';
import type { Manifest } from '../../../lib/pulumi/manifest';
import { orderOf, withoutDetours } from '../../../lib/pulumi/order/graph';
import { planOrder, type AskedOrder } from '../../../lib/pulumi/order/plan';
import { objectText } from '../../../lib/pulumi/order/text';

function anObject(kind: string, name: string, fields: object = {}): Manifest {
  const { apiVersion = 'v1', ...rest } = fields as { apiVersion?: string };
  const metadata = { name, ...(!GLOBAL.includes(kind) && { namespace: 'shop' }) };
  return { apiVersion, kind, metadata, ...rest };
}

const GLOBAL = ['Namespace', 'CustomResourceDefinition'];
const LABELS = { 'app.kubernetes.io/name': 'cart', version: 'v1' };

function workload(spec: object = {}, labels: object = LABELS): Manifest {
  return anObject('Deployment', 'cart', {
    apiVersion: 'apps/v1',
    spec: { template: { metadata: { labels }, spec: { containers: [], ...spec } } },
  });
}

const service = (spec: object = {}, annotations?: Readonly<Record<string, string>>): Manifest => {
  const made = anObject('Service', 'cart', { spec: { selector: { version: 'v1' }, ...spec } });
  return annotations === undefined
    ? made
    : { ...made, metadata: { ...made.metadata, annotations } };
};

/** What `manifests` wait for, by name of the object; only those that wait for something. */
function waits(manifests: readonly Manifest[], asked: readonly AskedOrder[] = []) {
  const placed = manifests.map((manifest) => ({ path: objectText(manifest), manifest }));
  const { after, findings } = planOrder(placed, asked);
  const nameOf = (index: number) => manifests[index]?.kind ?? '';
  const waiting = Object.fromEntries(
    after.flatMap((others, self) =>
      others.length === 0 ? [] : [[nameOf(self), others.map(nameOf)]],
    ),
  );
  return { waiting, codes: findings.map(({ code }) => code) };
}

/** For each of `manifests`, by index, what it waits for. */
function afters(manifests: readonly Manifest[]): readonly (readonly number[])[] {
  const placed = manifests.map((manifest) => ({ path: objectText(manifest), manifest }));
  return planOrder(placed, []).after;
}

test('what is in a namespace waits for it, and only the first of a chain', () => {
  const manifests = [
    workload({ serviceAccountName: 'cart' }),
    anObject('ServiceAccount', 'cart'),
    anObject('Namespace', 'shop'),
  ];
  expect(waits(manifests).waiting).toEqual({
    Deployment: ['ServiceAccount'],
    ServiceAccount: ['Namespace'],
  });
});

test('what is named is of the core group, whatever else has the same kind', () => {
  const manifests = [
    workload({ serviceAccountName: 'cart' }),
    anObject('ServiceAccount', 'cart'),
    anObject('ServiceAccount', 'cart', { apiVersion: 'acme.example/v1' }),
  ];
  const { after } = planOrder(
    manifests.map((manifest) => ({ path: '', manifest })),
    [],
  );
  expect(after).toEqual([[1], [], []]);
});

test('a custom resource waits for its definition, of its own group', () => {
  const definition = (group: string) =>
    anObject('CustomResourceDefinition', `widgets.${group}`, {
      spec: { group, names: { kind: 'Widget' } },
    });
  const widget = anObject('Widget', 'w', { apiVersion: 'acme.example/v1' });
  expect(waits([widget, definition('acme.example')]).waiting).toEqual({
    Widget: ['CustomResourceDefinition'],
  });
  expect(waits([widget, definition('other.example')]).waiting).toEqual({});
});

test.each([
  ['env', { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'given' } } }] }] }],
  ['envFrom', { containers: [{ envFrom: [{ secretRef: { name: 'given' } }] }] }],
  ['init', { initContainers: [{ envFrom: [{ secretRef: { name: 'given' } }] }] }],
  ['a volume', { volumes: [{ secret: { secretName: 'given' } }] }],
  ['a projection', { volumes: [{ projected: { sources: [{ secret: { name: 'given' } }] } }] }],
  ['the pull of images', { imagePullSecrets: [{ name: 'given' }] }],
])('pods wait for a Secret that they name in %s, and for no other', (_where, spec) => {
  const named = waits([workload(spec), anObject('Secret', 'given')]);
  expect(named.waiting).toEqual({ Deployment: ['Secret'] });
  expect(waits([workload(spec), anObject('Secret', 'other')]).waiting).toEqual({});
});

test.each(['AuthorizationPolicy', 'PeerAuthentication', 'Telemetry'])(
  'pods wait for a %s that selects them, and for no other',
  (kind) => {
    const selecting = (version: string) =>
      anObject(kind, 'cart', { spec: { selector: { matchLabels: { version } } } });
    expect(waits([workload(), selecting('v1')]).waiting).toEqual({ Deployment: [kind] });
    expect(waits([workload(), selecting('v2')]).waiting).toEqual({});
  },
);

test('a Service waits for its pods, unless it waits for nothing', () => {
  expect(waits([service(), workload()]).waiting).toEqual({ Service: ['Deployment'] });
  for (const spec of [{ clusterIP: 'None' }, { type: 'ExternalName' }, { selector: {} }]) {
    expect(waits([service(spec), workload()]).waiting).toEqual({});
  }
  const hasty = service({}, { 'pulumi.com/skipAwait': 'true' });
  expect(waits([hasty, workload()]).waiting).toEqual({});
});

function route(subset?: string): Manifest {
  const destination = { host: 'cart', ...(subset !== undefined && { subset }) };
  return anObject('VirtualService', 'cart', { spec: { http: [{ route: [{ destination }] }] } });
}

const rule = anObject('DestinationRule', 'cart', {
  spec: { host: 'cart.shop.svc.cluster.local', subsets: [{ name: 'v1', labels: LABELS }] },
});

test('a route waits for the rule and the pods of the subsets that it names', () => {
  const others = [rule, workload(), service({ selector: LABELS })];
  expect(waits([route('v1'), ...others]).waiting).toEqual({
    VirtualService: ['DestinationRule', 'Deployment'],
    Service: ['Deployment'],
  });
  expect(waits([route(), ...others]).waiting).toEqual({ Service: ['Deployment'] });
  expect(waits([route('v2'), ...others]).waiting).toEqual({ Service: ['Deployment'] });
});

/** The rules of the host `cart.shop` in a namespace; with a selector, for the pods of one caller. */
function ruleIn(namespace: string, name: string, workloadSelector?: object): Manifest {
  const spec = {
    host: 'cart.shop.svc.cluster.local',
    ...(workloadSelector && { workloadSelector }),
  };
  const made = anObject('DestinationRule', name, { spec });
  return { ...made, metadata: { ...made.metadata, namespace } };
}

test('the rule of one caller waits for those of its host for the others of its namespace alone', () => {
  const selector = { matchLabels: { app: 'batch' } };
  const manifests = [
    ruleIn('office', 'cart.shop.batch', selector),
    ruleIn('office', 'cart.shop.audit', selector),
    ruleIn('office', 'cart.shop'),
    ruleIn('shop', 'cart'),
    ruleIn('office', 'other'),
  ].map((each, at) => (at === 4 ? { ...each, spec: { host: 'other.shop' } } : each));
  expect(afters(manifests)).toEqual([[2], [2], [], [], []]);
});

test('what the user asks for is kept, and is stronger than what the objects tell', () => {
  const manifests = [anObject('ConfigMap', 'a'), anObject('Secret', 'b')];
  const asked = [{ dependents: [0], dependencies: [1] }];
  expect(waits(manifests, asked)).toEqual({ waiting: { ConfigMap: ['Secret'] }, codes: [] });
});

test('a workload that is to wait for its own Service is refused', () => {
  const asked = [{ dependents: [1], dependencies: [0] }];
  expect(waits([service(), workload()], asked).codes).toEqual(['MW0907']);
});

test('what is to wait for itself in a circle is refused', () => {
  const manifests = [anObject('ConfigMap', 'a'), anObject('Secret', 'b')];
  const asked = [
    { dependents: [0], dependencies: [1] },
    { dependents: [1], dependencies: [0] },
  ];
  expect(waits(manifests, asked)).toEqual({ waiting: {}, codes: ['MW0908'] });
});

/** Graphs without a circle: each node waits for some of those before it. */
const graphs = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.array(fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }), { minLength: size, maxLength: size }),
  )
  .map((rows) =>
    rows.map((bits, self) => {
      const before = Array.from({ length: self }, (_each, node) => node);
      return new Set(before.filter((node) => (bits >> BigInt(node)) & 1n));
    }),
  );

/** For each node, everything that it waits for in the end. */
function reached(edges: readonly Iterable<number>[]): readonly ReadonlySet<number>[] {
  const all: Set<number>[] = [];
  for (const after of edges) {
    all.push(new Set([...after].flatMap((node) => [node, ...(all[node] ?? [])])));
  }
  return all;
}

test('fewest edges: everything is still waited for, and no edge can be spared', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const ordering = orderOf(edges);
      const few = withoutDetours(edges, ordering.kind === 'order' ? ordering.order : []);
      const same = (one: readonly Iterable<number>[]) =>
        JSON.stringify(reached(one).map((each) => [...each].sort((a, b) => a - b)));
      expect(same(few)).toBe(same(edges));
      for (const [self, after] of few.entries()) {
        for (const spared of after) {
          const fewer = few.with(
            self,
            after.filter((node) => node !== spared),
          );
          expect(same(fewer)).not.toBe(same(edges));
        }
      }
    }),
    { numRuns: 60 },
  );
});
