import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import * as deploy from '../../stacks/deploy';
import * as settings from '../../stacks/pulumi-settings';
import { STACKS } from '../../stacks/stacks';
import { aService } from '../support/declare';
import { record, type Recording, type RecordingOptions } from '../support/pulumi-recorder';

// each registers whole applications

interface Outputs {
  readonly objects: Readonly<Record<string, number>>;
  readonly gatewayAddress: pulumi.Output<string> | undefined;
  readonly dashboards: readonly string[];
}

/** Runs the module again, with the engine that this test has, and nothing else again. */
function loadProgram(): Outputs {
  let outputs: Outputs | undefined;
  jest.isolateModules(() => {
    jest.doMock('@pulumi/pulumi', () => pulumi);
    jest.doMock('../../stacks/deploy', () => deploy);
    jest.doMock('../../stacks/pulumi-settings', () => settings);
    outputs = jest.requireActual<Outputs>('../../stacks/pulumi');
  });
  if (outputs === undefined) throw new Error('the program gave no outputs');
  return outputs;
}

/** What the program of `Pulumi.yaml` registers and tells, with this configuration. */
async function run(
  config: Readonly<Record<string, unknown>> = {},
  options?: RecordingOptions,
): Promise<Recording & { readonly outputs: Outputs; readonly address: string | undefined }> {
  const texts = Object.entries(config).map(([key, value]) => [
    `meshwright:${key}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  let outputs: Outputs | undefined;
  let address: string | undefined;
  const recording = await record(() => {
    pulumi.runtime.setAllConfig(Object.fromEntries(texts));
    outputs = loadProgram();
    outputs.gatewayAddress?.apply((known) => void (address = known));
  }, options);
  if (outputs === undefined) throw new Error('the program gave no outputs');
  return { ...recording, outputs, address };
}

const typesOf = ({ registered }: Recording): readonly string[] =>
  registered.map(({ type, name }) => `${type} ${name}`);

function written(name: string): number {
  const app = new App();
  STACKS[name]?.(app);
  return app.charts.flatMap((chart) => chart.toJson() as unknown[]).length;
}

const NAMES = Object.keys(STACKS);

test('with no configuration it deploys every application, and installs nothing', async () => {
  const { registered, outputs } = await run();
  const components = registered.filter(({ type }) => type.startsWith('meshwright:'));
  expect(components.map(({ name }) => name)).toEqual(NAMES);
  expect(outputs.objects).toEqual(Object.fromEntries(NAMES.map((name) => [name, written(name)])));
  expect(registered).toHaveLength(NAMES.reduce((sum, name) => sum + written(name) + 1, 0));
});

test('its outputs name the dashboards that it deploys', async () => {
  const { registered, outputs } = await run();
  const labelled = registered.filter(({ inputs }) => {
    const { labels } = (inputs.metadata ?? {}) as { labels?: Record<string, string> };
    return labels !== undefined && 'grafana_dashboard' in labels;
  });
  expect(outputs.dashboards).toEqual(labelled.map(({ name }) => name));
});

test('the applications and their routing are chosen by configuration', async () => {
  const { registered, outputs } = await run({ applications: ['bookinfo'], reviews: 'all-to-v1' });
  expect(Object.keys(outputs.objects)).toEqual(['bookinfo']);
  const route = registered.find(
    ({ type, name }) => type.endsWith(':VirtualService') && name === 'bookinfo/reviews',
  );
  expect(JSON.stringify(route?.inputs)).toContain('"subset":"v1"');
  expect(JSON.stringify(route?.inputs)).not.toContain('"subset":"v2"');
});

test('Istio is installed first where that is asked for, and everything waits for it', async () => {
  const recording = await run({ applications: ['bookinfo'], installIstio: true });
  const releases = recording.registered.filter(({ type }) => type.endsWith(':Release'));
  expect(releases.map(({ name }) => name)).toEqual([
    'istio:istio-base',
    'istio:istio-cni',
    'istio:istiod',
    'istio:istio-ingressgateway',
  ]);
  const [deployment] = recording.registered.filter(({ name }) => name === 'bookinfo');
  expect(deployment?.type).toBe('meshwright:pulumi:ChartDeployment');
  // and so does what is in it: it is made after its component, and removed before
  expect(deployment?.after).toEqual(
    expect.arrayContaining(releases.map(({ name }) => `Release ${name}`)),
  );
});

test('zones are those of the cluster', async () => {
  const config = { applications: ['online-boutique'], zones: ['eu-1a', 'eu-1b'] };
  const { registered } = await run(config);
  const text = JSON.stringify(registered.map(({ inputs }) => inputs));
  const named = ['"eu-1a"', '"eu-1b"', '"us-central1-a"'].filter((zone) => text.includes(zone));
  expect(named).toEqual(['"eu-1a"', '"eu-1b"']);
});

test('a context is a provider of its own, for everything', async () => {
  const { registered } = await run({ applications: ['bookinfo'], context: 'eu' });
  const [provider, , ...objects] = registered;
  expect([provider?.type, provider?.inputs.context]).toEqual(['pulumi:providers:kubernetes', 'eu']);
  for (const { request } of objects) expect(request.getProvider()).toContain('::cluster::');
});

test.each([
  [{ gatewayService: 'edge/gateway' }, 'edge/gateway'],
  // of the release, once that is there
  [{ installIstio: true }, 'istio-system/istio-ingressgateway'],
])('with %j, the address of the Service %s is an output', async (config, service) => {
  const { address } = await run(
    { applications: ['bookinfo'], ...config },
    {
      outputs: ({ inputs, type, id }) =>
        type === 'kubernetes:core/v1:Service' && id === service
          ? { status: { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } } }
          : { ...(inputs as object), status: {} },
    },
  );
  expect(address).toBe('192.0.2.7');
});

test('nothing is read that the cluster need not have, and so there is no address', async () => {
  const reads: string[] = [];
  const { outputs } = await run(
    { applications: ['bookinfo'] },
    {
      outputs: ({ inputs, id, name }) => {
        if (id !== '') reads.push(name);
        return inputs as Record<string, unknown>;
      },
    },
  );
  expect([reads, outputs.gatewayAddress]).toEqual([[], undefined]);
});

test('the order is printed where that is asked for', async () => {
  const config = { applications: ['bookinfo'] };
  const line = 'Service bookinfo/ratings after Deployment bookinfo/ratings-v1';
  expect((await run(config)).printed.join('\n')).not.toContain(line);
  expect((await run({ ...config, printOrder: true })).printed.join('\n')).toContain(line);
});

test('a finding of level error in the last application stops it before anything is registered', async () => {
  let told = '';
  const { registered } = await record(() => {
    const config = { installIstio: 'true', context: 'eu' };
    const texts = Object.entries(config).map(([key, value]) => [`meshwright:${key}`, value]);
    pulumi.runtime.setAllConfig(Object.fromEntries(texts));
    const refused = jest.spyOn(STACKS, 'online-boutique').mockImplementation((app) => {
      aService(new Chart(app, 'shop', { namespace: 'shop' }), 'cart', { port: 0 });
    });
    try {
      loadProgram();
    } catch (error) {
      told = (error as Error).message;
    } finally {
      refused.mockRestore();
    }
  });
  expect(told).toContain(
    'nothing of bookinfo, online-boutique was registered, 1 error:\n  [shop/cart] MW0101 port',
  );
  expect(typesOf({ registered, printed: [] })).toEqual([]);
});

test('a wrong configuration registers nothing', async () => {
  let told = '';
  const { registered } = await record(() => {
    pulumi.runtime.setAllConfig({ 'meshwright:reviews': 'some' });
    try {
      loadProgram();
    } catch (error) {
      told = (error as Error).message;
    }
  });
  expect(told).toContain('meshwright:reviews: got "some"');
  expect(typesOf({ registered, printed: [] })).toEqual([]);
});
