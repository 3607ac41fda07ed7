import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Experiment, Fault, Mesh } from '../../../constructs';
import { ChartDeployment } from '../../../lib/pulumi';
import { aService } from '../../support/declare';
import { record, type Recording } from '../../support/pulumi-recorder';
import { deploy, failure } from './deployment';

const lazily = (value: unknown) => Lazy.any({ produce: () => value }) as unknown;

test('a value in a patch that nobody resolves is refused, in an object of ours and in another', async () => {
  const told = 'got an object of type Lazy, want a plain value';
  const ours = deploy((chart) =>
    aService(chart, 'cart').deployment.addJsonPatch(JsonPatch.add('/spec/paused', lazily(true))),
  );
  expect(await failure(ours)).toContain(
    `[shop/cart/Deployment-v1] addJsonPatch /spec/paused: ${told}`,
  );
  const others = deploy((chart) => {
    const object = new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap' });
    object.addJsonPatch(JsonPatch.add('/data', { key: lazily('value') }));
  });
  expect(await failure(others)).toContain(`[shop/a] addJsonPatch /data: ${told}`);
});

test('a plain patch of an object of ours is kept', async () => {
  const { registered } = await deploy((chart) =>
    aService(chart, 'cart').deployment.addJsonPatch(JsonPatch.add('/spec/paused', true)),
  );
  const deployment = registered.find(({ name }) => name === 'shop/cart-v1');
  expect(deployment?.inputs.spec).toMatchObject({ paused: true });
});

const EXTRA = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'extra', namespace: 'shop' },
};

class Extended extends Chart {
  public override toJson(): object[] {
    return [...(super.toJson() as object[]), EXTRA];
  }
}

test('what a class of charts renders in a way of its own is deployed as it renders it', async () => {
  const { registered } = await record(() => {
    const app = new App();
    const chart = new Extended(app, 'shop', { namespace: 'shop' });
    new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    const late = new Chart(app, 'late', { namespace: 'shop' });
    new ApiObject(late, 'b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } });
    late.node.addDependency(chart);
    new ChartDeployment('app', { chart: app });
  });
  const [, ...objects] = registered;
  expect(objects.map(({ name, after }) => [name, after])).toEqual([
    ['shop/a', []],
    ['shop/extra', []],
    ['shop/b', ['ConfigMap shop/a', 'ConfigMap shop/extra']],
  ]);
});

test('charts in charts, and a part of a chart, are deployed', async () => {
  const { registered } = await record(() => {
    const outer = new Chart(new App(), 'outer', { namespace: 'outer' });
    new ApiObject(outer, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    const inner = new Chart(outer, 'inner', { namespace: 'inner' });
    new ApiObject(inner, 'b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } });
    new ChartDeployment('charts', { chart: outer });
    const other = new Chart(new App(), 'other', { namespace: 'other' });
    new ChartDeployment('part', { chart: aService(other, 'cart') });
  });
  const names = registered.map(({ type, name }) => `${type.split(':').at(-1)} ${name}`);
  expect(names).toEqual(
    expect.arrayContaining(['ConfigMap outer/a', 'ConfigMap inner/b', 'Deployment other/cart-v1']),
  );
});

function experimentUntil(expires: string): (chart: Chart) => void {
  return (chart) => {
    new Mesh(chart, 'Mesh', { environment: 'test' });
    const payments = aService(chart, 'payments');
    aService(chart, 'orders').calls(payments);
    new Experiment(chart, 'slow', { on: payments, fault: Fault.abort(503), expires });
  };
}

test('an experiment past its last day stops the deployment, in a preview, too', async () => {
  const told =
    /nothing of shop was registered, 1 error:\n {2}\[shop\/slow\] MW0811 expires: got 2026-01-31, want no experiment that ended before \d{4}-\d\d-\d\d; /;
  expect(await failure(deploy(experimentUntil('2026-01-31')))).toMatch(told);
  const preview = deploy(experimentUntil('2026-01-31'), {}, { isPreview: true });
  expect(await failure(preview)).toMatch(told);
});

/** What comes of deploying at this moment. */
function deployAt(now: string, build: (chart: Chart) => void): Promise<Recording> {
  jest.useFakeTimers({
    now: new Date(now),
    doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'setTimeout'],
  });
  return deploy(build).finally(() => jest.useRealTimers());
}

test('an experiment goes through to the end of its last day, by the clock of the whole world', async () => {
  const build = experimentUntil('2027-03-07');
  const { registered } = await deployAt('2027-03-07T23:59:59Z', build);
  expect(registered.map(({ name }) => name)).toContain('shop/slow');
  const told = 'want no experiment that ended before 2027-03-08';
  expect(await failure(deployAt('2027-03-08T00:00:00Z', build))).toContain(told);
});

test('one name in two groups is two objects', async () => {
  const { registered } = await deploy((chart) => {
    for (const group of ['networking.istio.io', 'gateway.networking.k8s.io']) {
      const metadata = { name: 'edge' };
      new ApiObject(chart, group, { apiVersion: `${group}/v1`, kind: 'Gateway', metadata });
    }
  });
  expect(registered.filter(({ name }) => name === 'shop/edge')).toHaveLength(2);
});
