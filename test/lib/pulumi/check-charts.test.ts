import { App, Chart, Lazy } from 'cdk8s';
import { ChartDeployment, checkCharts, type ChartDeploymentProps } from '../../../lib/pulumi';
import { aService } from '../../support/declare';
import { record } from '../../support/pulumi-recorder';
import { configMap } from './deployment';

function chartWith(id: string, port: number): ChartDeploymentProps {
  const chart = new Chart(new App(), id, { namespace: id });
  aService(chart, 'cart', { port });
  return { chart };
}

/** What `check` throws, and what it asks the engine for. */
async function refusal(check: () => unknown): Promise<readonly [string, readonly unknown[]]> {
  let told = '';
  const { registered } = await record(() => {
    try {
      check();
    } catch (error) {
      told = (error as Error).message;
    }
  });
  return [told, registered];
}

test('charts are checked together before the first of them is deployed', async () => {
  const [told, registered] = await refusal(() =>
    checkCharts({
      good: chartWith('good', 7007),
      bad: chartWith('bad', 0),
      worse: chartWith('worse', 0),
    }),
  );
  const [first, ...errors] = told.split('\n');
  expect(first).toBe('nothing of good, bad, worse was registered, 2 errors:');
  expect(errors.map((line) => line.slice(0, line.indexOf(' port')))).toEqual([
    '  [bad/cart] MW0101',
    '  [worse/cart] MW0101',
  ]);
  expect(registered).toEqual([]);
});

test('an error of an app is told once, whichever of its charts are checked', async () => {
  const app = new App();
  const [one, two] = [new Chart(app, 'one'), new Chart(app, 'two')];
  aService(one, 'cart', { port: 0 });
  const [told] = await refusal(() => checkCharts({ one: { chart: one }, two: { chart: two } }));
  expect(told).toMatch(
    /^nothing of one, two was registered, 1 error:\n {2}\[one\/cart\] MW0101 [^\n]+$/,
  );
});

function chartOf(id: string): ChartDeploymentProps {
  const chart = new Chart(new App(), id, { namespace: 'shop' });
  configMap(chart, 'settings');
  return { chart };
}

test('an object that two deployments to one cluster would make is refused', async () => {
  const [one, two] = [chartOf('one'), chartOf('two')];
  const [told] = await refusal(() => checkCharts({ one, two }));
  expect(told).toBe(
    'nothing of one, two was registered, 1 error:\n  [two/settings] MW0909 metadata.name: got ConfigMap shop/settings, which one/settings is too, want one object of a kind, namespace and name; rename one of them; where they go to several clusters, give each deployment its `cluster`',
  );
  const [right] = await refusal(() => checkCharts({ one, two: { ...two, cluster: 'us' } }));
  expect(right).toBe('');
});

test('checking what is right says nothing', async () => {
  const { registered, printed } = await record(() =>
    checkCharts({ shop: chartWith('shop', 7007) }),
  );
  expect([registered, printed]).toEqual([[], []]);
});

test('what is checked is rendered once, and deployed as it was then', async () => {
  const produce = jest.fn(() => ({ key: 'value' }));
  const { registered } = await record(() => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    const lazy = Lazy.any({ produce }) as Record<string, string>;
    configMap(chart, 'a', lazy);
    const { shop } = checkCharts({ shop: { chart, cluster: 'eu' } });
    configMap(chart, 'late');
    new ChartDeployment('shop', shop);
  });
  expect(produce).toHaveBeenCalledTimes(1);
  expect(registered.map(({ name }) => name)).toEqual(['shop', 'eu:shop/a']);
});

test('a chart is checked with the options that it is deployed with', async () => {
  const props = chartWith('shop', 7007);
  const { chart } = props;
  const own = chart.node.findAll();
  const [service, workload] = ['Service', 'Deployment-v1'].map((id) =>
    own.find(({ node }) => node.id === id),
  );
  if (service) workload?.node.addDependency(service);
  const [told] = await refusal(() => checkCharts({ shop: props }));
  expect(told).toContain('[shop/cart/Deployment-v1] MW0907 node.addDependency');
  const options: ChartDeploymentProps['options'] = (_object, { kind }) => ({
    skipAwait: kind === 'Service',
  });
  const { registered } = await record(() => {
    const { shop } = checkCharts({ shop: { chart, options } });
    new ChartDeployment('shop', shop);
  });
  const deployment = registered.find(({ name }) => name === 'shop/cart-v1');
  expect(deployment?.after).toContain('Service shop/cart');
});
