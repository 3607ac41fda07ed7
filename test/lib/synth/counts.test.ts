import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { MeshApp } from '../../../constructs';
import { checkSystem } from '../../../lib/system/check';
import { planSystem } from '../../../lib/system/plan';
import { synthesize } from '../../../lib/synth/synthesize';
import { aService } from '../../support/declare';
import { withFolder } from '../../support/folder';

jest.mock('../../../lib/system/plan', () => counting('../../../lib/system/plan', 'planSystem'));
jest.mock('../../../lib/system/check', () => counting('../../../lib/system/check', 'checkSystem'));

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

test('a system is planned and checked once for a synthesis', () => {
  withFolder({}, (outdir) => {
    const app = new MeshApp({ outdir, log: () => undefined });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const services = Array.from({ length: 7 }, (_, i) => aService(shop, `svc-${i}`));
    services.slice(1).forEach((service) => service.calls(services[0] as (typeof services)[0]));
    app.synth();
    expect(planSystem).toHaveBeenCalledTimes(1);
    expect(checkSystem).toHaveBeenCalledTimes(1);
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
