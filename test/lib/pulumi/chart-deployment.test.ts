import * as kubernetes from '@pulumi/kubernetes';
import { App, Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, MeshNamespace } from '../../../constructs';
import { ChartDeployment, orderText, type ObjectOptions } from '../../../lib/pulumi';
import { STACKS } from '../../../stacks/stacks';
import { aService } from '../../support/declare';
import { record } from '../../support/pulumi-recorder';
import { configMap, deploy, failure, find } from './deployment';

describe.each(Object.entries(STACKS))('%s', (_name, build) => {
  test('registers exactly the objects that cdk8s synth writes, typed after them', async () => {
    const app = new App();
    build(app);
    const { registered } = await record(() => new ChartDeployment('app', { chart: app }));
    const [component, ...objects] = registered;
    expect([component?.type, component?.name]).toEqual([
      'meshwright:pulumi:ChartDeployment',
      'app',
    ]);
    const again = new App();
    build(again);
    const written = again.charts.flatMap((chart) => chart.toJson() as { kind: string }[]);
    const text = (value: unknown) => JSON.stringify(value, sortedKeys);
    expect(objects.map(({ inputs }) => text(inputs)).sort()).toEqual(written.map(text).sort());
    for (const { type, name, inputs, parent } of objects) {
      const { apiVersion, kind, metadata } = inputs as {
        apiVersion: string;
        kind: string;
        metadata: { name: string; namespace?: string };
      };
      const group = apiVersion === 'v1' ? 'core/v1' : apiVersion;
      const { namespace } = metadata;
      expect(type).toBe(`kubernetes:${group}:${kind}`);
      expect(name).toBe(namespace === undefined ? metadata.name : `${namespace}/${metadata.name}`);
      expect(parent).toBe('ChartDeployment app');
    }
  });
});

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('findings of level error stop it before anything is registered', async () => {
  const told = await failure(deploy((chart) => void aService(chart, 'cart', { port: 0 })));
  expect(told).toContain(
    'nothing of shop was registered, 1 error:\n  [shop/cart] MW0101 port: got 0',
  );
  let attempts = 0;
  await failure(
    record(
      () => {
        const chart = new Chart(new App(), 'shop');
        aService(chart, 'cart', { port: 0 });
        new ChartDeployment('shop', { chart });
      },
      {
        outputs: ({ inputs, type }) => {
          attempts += Number(!type.includes('Stack'));
          return inputs as Record<string, unknown>;
        },
      },
    ),
  );
  expect(attempts).toBe(0);
});

test('errors of a construct that is not ours stop it too', async () => {
  const told = await failure(
    deploy((chart) => configMap(chart, 'odd').node.addValidation({ validate: () => ['is odd'] })),
  );
  expect(told).toContain('[shop/odd] is odd');
});

test('warnings go to the log of Pulumi', async () => {
  const { printed } = await deploy((chart) => {
    const one = aService(chart, 'one');
    const two = aService(chart, 'two');
    const dependant = configMap(chart, 'late');
    dependant.node.addDependency(configMap(new Chart(chart.node.root, 'other'), 'early'));
    one.calls(two);
  });
  expect(printed.join('\n')).toContain(
    '[shop/late] MW0911 node.addDependency: got other/early, want dependencies within one deployment',
  );
});

test('a warning about an app is told once, however many of its charts are deployed', async () => {
  const { printed } = await record(() => {
    const app = new App();
    const charts = ['one', 'two'].map((id) => new Chart(app, id, { namespace: id }));
    for (const chart of charts) aService(chart, 'cart');
    const tls = GatewayTls.secret('shop-tls');
    new MeshGateway(new Chart(app, 'edge'), 'door', { hosts: ['shop.example.com'], tls });
    for (const chart of charts) new ChartDeployment(chart.node.id, { chart });
  });
  const told = printed.filter((line) => line.includes('[edge/door] MW0508 routes: got none'));
  expect(told).toHaveLength(1);
});

test('the namespace comes first, and a workload waits for what it needs and not for its Service', async () => {
  const { registered } = await deploy((chart) => {
    new MeshNamespace(chart, 'namespace');
    aService(chart, 'cart');
  });
  expect(find(registered, 'ServiceAccount', 'shop/cart').after).toEqual(['Namespace shop']);
  expect(find(registered, 'Deployment', 'shop/cart-v1').after).toEqual([
    'AuthorizationPolicy shop/cart',
    'NetworkPolicy shop/cart',
    'PeerAuthentication shop/cart',
    'ServiceAccount shop/cart',
    'Sidecar shop/cart',
    'Telemetry shop/cart',
  ]);
  expect(find(registered, 'Service', 'shop/cart').after).toEqual(['Deployment shop/cart-v1']);
});

test('no callee waits for its caller, and no caller for its callee', async () => {
  const { registered } = await deploy((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments'));
  });
  const crossing = registered.flatMap(({ name, after }) =>
    after.filter((other) => name.includes('orders') !== other.includes('orders')),
  );
  expect(crossing).toEqual([]);
});

test('the order is printed on request', async () => {
  let text = '';
  await record(() => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    configMap(chart, 'b').node.addDependency(configMap(chart, 'a'));
    text = orderText(new ChartDeployment('shop', { chart }).order);
  });
  expect(text).toBe('ConfigMap shop/a\nConfigMap shop/b after ConfigMap shop/a');
});

test('a dependency on what an earlier deployment made is one on its resource', async () => {
  const { registered } = await record(() => {
    const app = new App();
    const early = new Chart(app, 'early', { namespace: 'early' });
    const late = new Chart(app, 'late', { namespace: 'late' });
    late.node.addDependency(early);
    configMap(early, 'a');
    configMap(late, 'b');
    new ChartDeployment('early', { chart: early });
    new ChartDeployment('late', { chart: late });
  });
  expect(find(registered, 'ConfigMap', 'late/b').after).toEqual(['ConfigMap early/a']);
});

test('options of each object reach its resource', async () => {
  const { registered } = await deploy((chart) => configMap(chart, 'a', { key: 'value' }), {
    options: (object, { kind }) => ({
      protect: kind === 'ConfigMap',
      retainOnDelete: true,
      ignoreChanges: ['data.key'],
      import: `shop/${object.metadata.name}`,
      aliases: [{ name: 'former' }],
      waitFor: ['condition=Ready', 'jsonpath={.status.phase}=Active'],
      skipAwait: true,
      patchForce: true,
    }),
  });
  const { request, inputs } = find(registered, 'ConfigMap', 'shop/a');
  expect([request.getProtect(), request.getRetainondelete()]).toEqual([true, true]);
  expect(request.getIgnorechangesList()).toEqual(['data.key']);
  expect(request.getImportid()).toBe('shop/a');
  expect(request.getAliasesList().map((alias) => alias.getSpec()?.getName())).toContain('former');
  expect((inputs.metadata as { annotations: unknown }).annotations).toEqual({
    'pulumi.com/waitFor': '["condition=Ready","jsonpath={.status.phase}=Active"]',
    'pulumi.com/skipAwait': 'true',
    'pulumi.com/patchForce': 'true',
  });
});

test('an object is changed, waited for and removed as its options say', async () => {
  const { registered } = await record(() => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    configMap(chart, 'a');
    const other = new kubernetes.core.v1.ConfigMap('other', {});
    const options = (): ObjectOptions => ({
      transforms: [({ props, opts }) => ({ props, opts })],
      customTimeouts: { create: '15m' },
      dependsOn: [other],
      deletedWith: other,
      deleteBeforeReplace: true,
      replaceOnChanges: ['data'],
    });
    new ChartDeployment('shop', { chart, options });
  });
  const { request, after } = find(registered, 'ConfigMap', 'shop/a');
  expect(after).toEqual(['ConfigMap other']);
  expect(request.getTransformsList()).toHaveLength(1);
  expect(request.getCustomtimeouts()?.getCreate()).toBe('15m');
  expect(request.getDeletedwith()).toMatch(/::other$/);
  expect(request.getDeletebeforereplace()).toBe(true);
  expect(request.getReplaceonchangesList()).toEqual(['data']);
});

test('custom resources have their former API versions as aliases', async () => {
  const { registered } = await deploy((chart) => void aService(chart, 'cart'));
  const aliases = find(registered, 'VirtualService', 'shop/cart').request.getAliasesList();
  expect(aliases.map((alias) => alias.getSpec()?.getType())).toEqual([
    'kubernetes:networking.istio.io/v1beta1:VirtualService',
    'kubernetes:networking.istio.io/v1alpha3:VirtualService',
  ]);
});

test('the resource of an object is there to read from, by construct', async () => {
  let phase: unknown;
  await record(
    () => {
      const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
      const cart = aService(chart, 'cart');
      const deployment = new ChartDeployment('shop', { chart });
      deployment.of(cart.deployment).status.apply((status) => void (phase = status.readyReplicas));
    },
    { outputs: ({ inputs }) => ({ ...(inputs as object), status: { readyReplicas: 7 } }) },
  );
  expect(phase).toBe(7);
});

test('the resource of what is not deployed is refused', async () => {
  const other = configMap(new Chart(new App(), 'other'), 'a');
  const told = await failure(
    record(() => new ChartDeployment('shop', { chart: new Chart(new App(), 'shop') }).of(other)),
  );
  expect(told).toContain('other/a is not deployed by shop');
});
