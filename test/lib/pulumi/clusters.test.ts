import * as kubernetes from '@pulumi/kubernetes';
import { App, Chart } from 'cdk8s';
import { ChartDeployment } from '../../../lib/pulumi';
import { record } from '../../support/pulumi-recorder';
import { configMap, find } from './deployment';

function dependentCharts(): { readonly early: Chart; readonly late: Chart } {
  const app = new App();
  const early = new Chart(app, 'early', { namespace: 'early' });
  const late = new Chart(app, 'late', { namespace: 'late' });
  late.node.addDependency(early);
  configMap(early, 'a');
  configMap(late, 'b');
  return { early, late };
}

test('the same chart goes to two clusters by provider, under names of its own', async () => {
  const { registered } = await record(() => {
    for (const cluster of ['eu', 'us']) {
      const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
      configMap(chart, 'a');
      const provider = new kubernetes.Provider(cluster, { context: cluster });
      new ChartDeployment(`shop-${cluster}`, { chart, cluster }, { provider });
    }
  });
  for (const cluster of ['eu', 'us']) {
    const { request } = find(registered, 'ConfigMap', `${cluster}:shop/a`);
    expect(request.getProvider()).toContain(`::${cluster}::`);
  }
});

test('each deployment gives its own resource of an object that goes to two clusters', async () => {
  const urns: string[] = [];
  await record(() => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    const object = configMap(chart, 'a');
    const deployments = ['eu', 'us'].map(
      (cluster) => new ChartDeployment(cluster, { chart, cluster }),
    );
    for (const each of deployments) each.of(object).urn.apply((urn) => void urns.push(urn));
  });
  expect(urns.map((urn) => urn.split('::').at(-1))).toEqual(['eu:shop/a', 'us:shop/a']);
});

test('a dependency stays within its cluster', async () => {
  const { registered, printed } = await record(() => {
    const { early, late } = dependentCharts();
    for (const chart of [early, late]) {
      for (const cluster of ['eu', 'us']) {
        new ChartDeployment(`${chart.node.id}-${cluster}`, { chart, cluster });
      }
    }
  });
  expect(find(registered, 'ConfigMap', 'eu:late/b').after).toEqual(['ConfigMap eu:early/a']);
  expect(find(registered, 'ConfigMap', 'us:late/b').after).toEqual(['ConfigMap us:early/a']);
  expect(printed).toEqual([]);
});

test('a dependency on what only another provider has is told, and not made', async () => {
  const { registered, printed } = await record(() => {
    const { early, late } = dependentCharts();
    new ChartDeployment('early', { chart: early }, { provider: new kubernetes.Provider('eu') });
    new ChartDeployment('late', { chart: late }, { provider: new kubernetes.Provider('us') });
  });
  expect(find(registered, 'ConfigMap', 'late/b').after).toEqual([]);
  expect(printed.join('\n')).toContain('[late] MW0911 node.addDependency: got early');
});
