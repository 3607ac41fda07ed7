import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { MeshApp } from '../../../constructs';
import { resolveCalls } from '../../../lib/graph/resolve-calls';
import { checkSystem } from '../../../lib/system/check';
import { planSystem } from '../../../lib/system/plan';
import { synthesize } from '../../../lib/synth/synthesize';
import { planDestination } from '../../../lib/traffic/plan-destination';
import { planRouting } from '../../../lib/traffic/plan-routes';
import { planRetries } from '../../../lib/traffic/plan-retries';
import { planWorkload } from '../../../lib/workload/plan';
import { aService } from '../../support/declare';
import { withFolder } from '../../support/folder';

jest.mock('../../../lib/system/plan', () => counting('../../../lib/system/plan', 'planSystem'));
jest.mock('../../../lib/system/check', () => counting('../../../lib/system/check', 'checkSystem'));
jest.mock('../../../lib/graph/resolve-calls', () =>
  counting('../../../lib/graph/resolve-calls', 'resolveCalls'),
);
jest.mock('../../../lib/traffic/plan-destination', () =>
  counting('../../../lib/traffic/plan-destination', 'planDestination'),
);
jest.mock('../../../lib/traffic/plan-routes', () =>
  counting('../../../lib/traffic/plan-routes', 'planRouting'),
);
jest.mock('../../../lib/traffic/plan-retries', () =>
  counting('../../../lib/traffic/plan-retries', 'planRetries'),
);
jest.mock('../../../lib/workload/plan', () =>
  counting('../../../lib/workload/plan', 'planWorkload'),
);

/** A module one of whose functions counts its calls. */
function counting(path: string, name: string): object {
  const actual = jest.requireActual<Record<string, () => unknown>>(path);
  return { ...actual, [name]: jest.fn(actual[name]) };
}

const CHARTS = 11;

/** An app of several charts that counts what it is asked. */
function counted(outdir: string): { app: App; counts: Record<string, number> } {
  const counts = { validations: 0, resolutions: 0, manifests: 0, listings: 0 };
  const app = new App({ outdir });
  const watched = [app.node];
  for (let i = 0; i < CHARTS; i += 1) {
    const chart = new Chart(app, `c${i}`);
    const produce = (): string => `${(counts.resolutions += 1)}`;
    const object = new ApiObject(chart, 'a', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `a${i}` },
      ...{ data: { key: Lazy.any({ produce }) as string } },
    });
    object.node.addValidation({ validate: () => ((counts.validations += 1), []) });
    watched.push(chart.node, object.node);
  }
  for (const node of watched) {
    const { children } = node;
    const get = (): typeof children => ((counts.listings += 1), children);
    Object.defineProperty(node, 'children', { get });
  }
  return { app, counts };
}

test('each construct is visited once, validated once and resolved once, however many charts there are', () => {
  withFolder({}, (outdir) => {
    const { app, counts } = counted(outdir);
    const onManifest = (): void => void (counts.manifests = (counts.manifests ?? 0) + 1);
    expect(synthesize(app, { onManifest }).objects).toBe(CHARTS);
    expect(counts).toEqual({
      validations: CHARTS,
      resolutions: CHARTS,
      manifests: CHARTS,
      listings: 1 + 2 * CHARTS,
    });
  });
});

/** `SERVICES` services, each in a chart of its own, all of which call the first. */
function aStar(outdir: string): App {
  const app = new MeshApp({ outdir, log: () => undefined });
  const services = Array.from({ length: SERVICES }, (_, i) =>
    aService(new Chart(app, `ns-${i}`, { namespace: `ns-${i}` }), `svc-${i}`),
  );
  services.slice(1).forEach((service) => service.calls(services[0] as (typeof services)[0]));
  return app;
}

const SERVICES = 7;

test('a system is planned and checked once for a synthesis, each service and each call once', () => {
  jest.clearAllMocks();
  withFolder({}, (outdir) => {
    aStar(outdir).synth();
    for (const once of [planSystem, resolveCalls, checkSystem])
      expect(once).toHaveBeenCalledTimes(1);
    for (const each of [planWorkload, planDestination, planRouting]) {
      expect(each).toHaveBeenCalledTimes(SERVICES);
    }
    expect(planRetries).toHaveBeenCalledTimes(SERVICES - 1);
  });
});

test('each construct of a service is listed and validated once, each object rendered once, whatever calls it', () => {
  withFolder({}, (outdir) => {
    const app = aStar(outdir);
    const counts = new Map<string, number>();
    const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
    for (const construct of app.node.findAll()) {
      const { node } = construct;
      const { get } = (Object.getOwnPropertyDescriptor(node, 'children') ??
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node), 'children')) as {
        get: () => unknown;
      };
      Object.defineProperty(node, 'children', {
        get: () => (count(`children of ${node.path}`), get.call(node)),
      });
      const validate = node.validate.bind(node);
      node.validate = () => (count(`validation of ${node.path}`), validate());
      if (!ApiObject.isApiObject(construct)) continue;
      const render = construct.toJson.bind(construct);
      construct.toJson = () => (count(`manifest of ${node.path}`), render() as unknown);
    }
    const { objects } = synthesize(app);
    expect([...counts].filter(([, times]) => times !== 1)).toEqual([]);
    expect([...counts.keys()].filter((what) => what.startsWith('manifest'))).toHaveLength(objects);
  });
});

test('the children of a scope are sorted by one getter, whatever is declared below', () => {
  const shop = new Chart(new MeshApp(), 'shop', { namespace: 'shop' });
  for (let i = 0; i < 13; i += 1) aService(shop, `svc-${i}`);
  const redefined = jest.spyOn(Object, 'defineProperty');
  aService(shop, 'one-more');
  const getters = redefined.mock.calls.filter(([, name]) => name === 'children');
  redefined.mockRestore();
  // that of the service itself: its chart has one already
  expect(getters).toHaveLength(1);
});
