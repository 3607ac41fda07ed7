import { App } from 'cdk8s';
import { Mesh } from '../../constructs';
import { systemOf, type DeclaredSystem, type Manifest } from '../../constructs/testing';
import { Bookinfo, type BookinfoProps, type ReviewsRouting } from '../../stacks/bookinfo';

interface Route {
  readonly name: string;
  readonly match?: readonly { readonly headers?: unknown }[];
  readonly route: readonly { readonly destination: { subset?: string }; weight?: number }[];
}

function bookinfo(reviews?: ReviewsRouting): DeclaredSystem {
  return systemOf(new Bookinfo(new App(), 'bookinfo', { reviews }));
}

/** Where each route of a service sends its requests, as `subset:weight`. */
function routesOf(system: DeclaredSystem, service: string): Record<string, readonly string[]> {
  const { http } = system.manifest('VirtualService', service).spec as { http: readonly Route[] };
  return Object.fromEntries(
    http.map(({ name, route }) => [
      name,
      route.map(({ destination, weight }) => `${destination.subset ?? '*'}:${weight ?? 100}`),
    ]),
  );
}

test.each<[ReviewsRouting, Record<string, readonly string[]>]>([
  ['all-to-v1', { 'bookinfo.productpage.list': ['v1:100'], undeclared: ['v1:100'] }],
  [
    'ninety-ten',
    { 'bookinfo.productpage.list': ['v1:90', 'v2:10'], undeclared: ['v1:90', 'v2:10'] },
  ],
  [
    'by-user',
    {
      'bookinfo.productpage.list.v2': ['v2:100'],
      'bookinfo.productpage.list': ['v1:90', 'v3:10'],
      undeclared: ['v1:90', 'v3:10'],
    },
  ],
])('reviews routed %s', (routing, expected) => {
  const system = bookinfo(routing);
  expect(routesOf(system, 'reviews')).toEqual(expected);
  expect(system.findings()).toEqual([]);
});

test('the test user is told by the header that productpage passes on', () => {
  const { http } = bookinfo().manifest('VirtualService', 'reviews').spec as {
    http: readonly Route[];
  };
  expect(http[0]?.match?.[0]?.headers).toEqual({ 'end-user': { exact: 'jason' } });
});

test.each(['details', 'productpage', 'ratings', 'reviews'])(
  'requests to %s go to the less busy pod',
  (service) => {
    expect(bookinfo().manifest('DestinationRule', service).spec).toMatchObject({
      trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } },
    });
  },
);

test.each([
  ['details-v1', []],
  ['productpage-v1', ['/tmp']],
  ['ratings-v1', []],
  ['reviews-v3', ['/opt/ibm/wlp/output', '/tmp']],
])('%s writes only to %j', (workload, paths) => {
  const { template } = bookinfo().manifest('Deployment', workload).spec as {
    template: {
      spec: {
        containers: [
          {
            image: string;
            volumeMounts?: readonly { mountPath: string }[];
            securityContext: unknown;
          },
        ];
      };
    };
  };
  const [app] = template.spec.containers;
  expect(app.image).toBe(`registry.istio.io/release/examples-bookinfo-${workload}:1.20.3`);
  expect((app.volumeMounts ?? []).map(({ mountPath }) => mountPath)).toEqual(paths);
  expect(app.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
});

/** The EnvoyFilters of Bookinfo with one of its faults, in a mesh that names it. */
function faultsOf(fault: BookinfoProps['fault']): readonly Manifest[] {
  const app = new App();
  new Mesh(app, 'mesh', { experiments: [fault ?? 'none'] });
  const system = systemOf(new Bookinfo(app, 'bookinfo', { fault }));
  return system.manifests().filter(({ kind }) => kind === 'EnvoyFilter');
}

test.each<[BookinfoProps['fault'], unknown, string]>([
  [
    'slow-ratings',
    { delay: { fixed_delay: '7s' } },
    'bookinfo/reviews -> ratings.get: 100 % of the requests time out: the deadline of 1s is over first',
  ],
  [
    'failing-ratings',
    { abort: { http_status: 500 } },
    'bookinfo/reviews -> ratings.get: 100 % of the requests fail with 500: 500 is not repeated',
  ],
])('%s meet the test user, as in the tasks of Istio', (fault, config, hypothesis) => {
  const [filter, ...others] = faultsOf(fault);
  expect(others).toEqual([]);
  expect(filter?.metadata.annotations?.['meshwright.dev/hypothesis']).toContain(hypothesis);
  expect(filter?.spec).toMatchObject({
    workloadSelector: { labels: { 'app.kubernetes.io/name': 'ratings' } },
    configPatches: [{ patch: { value: { typed_config: config } } }],
  });
  expect(JSON.stringify(filter?.spec)).toContain(
    '{"name":"end-user","string_match":{"exact":"jason"}}',
  );
});

test('what is committed has no fault, and production refuses one that its mesh does not name', () => {
  expect(faultsOf(undefined)).toEqual([]);
  const system = systemOf(new Bookinfo(new App(), 'bookinfo', { fault: 'slow-ratings' }));
  expect(system.findings().map(({ code }) => code)).toEqual(['MW0808']);
});
