import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { IstioInstallation, type IstioInstallationProps } from '../../../lib/pulumi';
import { ISTIO_VERSIONS } from '../../../lib/mesh/props';
import { record, type Recording, type RecordingOptions } from '../../support/pulumi-recorder';

function install(props?: IstioInstallationProps, options?: RecordingOptions): Promise<Recording> {
  return record(() => new IstioInstallation('istio', props), options);
}

interface Release {
  readonly chart: string;
  readonly namespace: string;
  readonly version: string;
  readonly repositoryOpts: { readonly repo: string };
  readonly values: Readonly<Record<string, unknown>>;
  readonly atomic: boolean;
  readonly skipAwait: boolean;
}

function releases({ registered }: Recording) {
  return registered
    .filter(({ type }) => type === 'kubernetes:helm.sh/v3:Release')
    .map(({ name, inputs, after, parent }) => ({
      ...(inputs as unknown as Release),
      name,
      after: after.filter((other) => other.startsWith('Release')),
      parent,
    }));
}

function valuesByChart(recording: Recording): Readonly<Record<string, unknown>> {
  return Object.fromEntries(releases(recording).map(({ chart, values }) => [chart, values]));
}

test('by default it installs base, CNI, control plane and gateway, each after what it needs', async () => {
  const installed = releases(await install());
  expect(installed.map(({ name, chart, after }) => [name, chart, after])).toEqual([
    ['istio:istio-base', 'base', []],
    ['istio:istio-cni', 'cni', ['Release istio:istio-base']],
    ['istio:istiod', 'istiod', ['Release istio:istio-base', 'Release istio:istio-cni']],
    ['istio:istio-ingressgateway', 'gateway', ['Release istio:istiod']],
  ]);
});

test('it makes the namespace first, under one component', async () => {
  const recording = await install();
  const [component, namespace, ...rest] = recording.registered;
  expect([component?.type, namespace?.type, namespace?.name]).toEqual([
    'meshwright:pulumi:IstioInstallation',
    'kubernetes:core/v1:Namespace',
    'istio:istio-system',
  ]);
  expect([namespace, ...rest].map((each) => each?.parent)).toEqual(
    [namespace, ...rest].map(() => 'IstioInstallation istio'),
  );
  for (const { name, after } of rest) {
    expect([name, after]).toEqual([name, expect.arrayContaining(['Namespace istio:istio-system'])]);
  }
});

test('each chart is waited for, is of one supported version, and comes from the official repository', async () => {
  for (const { atomic, skipAwait, version, repositoryOpts } of releases(await install())) {
    expect([atomic, skipAwait]).toEqual([true, false]);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    // the first one is the oldest
    expect(ISTIO_VERSIONS.findIndex((line) => version.startsWith(`${line}.`))).toBe(2);
    expect(repositoryOpts.repo).toBe('https://istio-release.storage.googleapis.com/charts');
  }
});

test('version and repository can be others', async () => {
  const props = { version: '1.30.7', repository: 'https://charts.acme.example' };
  const installed = releases(await install(props));
  expect(new Set(installed.map(({ version }) => version))).toEqual(new Set(['1.30.7']));
  expect(installed[0]?.repositoryOpts.repo).toBe('https://charts.acme.example');
});

test('what may be drained has two replicas, and names that nobody declared lead nowhere', async () => {
  const values = valuesByChart(await install());
  expect(values).toEqual({
    base: { defaultRevision: 'default' },
    cni: {},
    istiod: {
      autoscaleEnabled: true,
      autoscaleMin: 2,
      autoscaleMax: 5,
      pilot: { cni: { enabled: true } },
      meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    },
    gateway: {
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
      podDisruptionBudget: { maxUnavailable: 1 },
      serviceAccount: { create: true, name: 'istio-ingressgateway-service-account' },
    },
  });
});

test('a revision is in the name of its control plane, and in what belongs to it', async () => {
  const recording = await install({ revision: 'canary' });
  expect(releases(recording).map(({ name }) => name)).toContain('istio:istiod-canary');
  expect(valuesByChart(recording)).toMatchObject({
    base: { defaultRevision: 'canary' },
    istiod: { revision: 'canary' },
    gateway: { revision: 'canary' },
  });
});

test('parts are left out, or added for ambient', async () => {
  const none = releases(await install({ parts: [] }));
  expect(none.map(({ chart, after }) => [chart, after])).toEqual([
    ['base', []],
    ['istiod', ['Release istio:istio-base']],
  ]);
  const ambient = await install({ parts: ['cni', 'ztunnel'] });
  expect(releases(ambient).map(({ chart }) => chart)).toEqual(['base', 'cni', 'istiod', 'ztunnel']);
  expect(valuesByChart(ambient)).toMatchObject({
    cni: { profile: 'ambient' },
    istiod: { profile: 'ambient' },
  });
});

test('without the CNI, nothing is told that there is one', async () => {
  const { istiod } = valuesByChart(await install({ parts: ['gateway'] }));
  expect(istiod).toMatchObject({ pilot: { cni: { enabled: false } } });
});

test('values of the user come over ours', async () => {
  const values = { istiod: { autoscaleMin: 3 }, gateway: { labels: { team: 'edge' } } };
  expect(valuesByChart(await install({ values }))).toMatchObject({
    istiod: { autoscaleMin: 3, autoscaleMax: 5 },
    gateway: { labels: { team: 'edge' }, podDisruptionBudget: { maxUnavailable: 1 } },
  });
});

test('values of the user are merged into ours as deep as they go', async () => {
  const port = pulumi.output(15_021);
  const istiod = {
    pilot: { resources: { requests: { cpu: '1' } }, port },
    meshConfig: { accessLogFile: '/dev/stdout', outboundTrafficPolicy: { mode: 'ALLOW_ANY' } },
    autoscaleMin: undefined,
    autoscaleMax: null,
  };
  expect(valuesByChart(await install({ values: { istiod } }))).toMatchObject({
    istiod: {
      autoscaleMin: 2,
      autoscaleMax: null,
      pilot: { cni: { enabled: true }, resources: { requests: { cpu: '1' } }, port: 15_021 },
      meshConfig: {
        accessLogFile: '/dev/stdout',
        outboundTrafficPolicy: { mode: 'ALLOW_ANY' },
      },
    },
  });
});

test('two clusters have one each, under names of their own', async () => {
  const recording = await record(() => {
    for (const cluster of ['eu', 'us']) {
      const provider = new kubernetes.Provider(cluster, { context: cluster });
      new IstioInstallation(cluster, {}, { provider });
    }
  });
  const children = recording.registered.filter(({ parent }) => parent.startsWith('Istio'));
  const keys = children.map(({ type, name }) => `${type} ${name}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { parent, request } of children) {
    expect(request.getProvider()).toContain(`::${parent.replace('IstioInstallation ', '')}::`);
  }
  expect(releases(recording).filter(({ name }) => name.endsWith(':istiod'))).toHaveLength(2);
});

test('a revision beside another is a control plane alone, which knows what is there and waits for it', async () => {
  const recording = await record(() => {
    const beside = new IstioInstallation('istio', { parts: ['cni', 'ztunnel'] });
    const canary = new IstioInstallation('canary', { revision: 'canary', beside });
    expect(canary.gatewayAddress).toBeUndefined();
  });
  const added = recording.registered.filter(({ parent }) => parent === 'IstioInstallation canary');
  expect(added.map(({ name }) => name)).toEqual(['canary:istiod-canary']);
  expect(added[0]?.inputs).toMatchObject({
    name: 'istiod-canary',
    values: { revision: 'canary', profile: 'ambient', pilot: { cni: { enabled: true } } },
  });
  expect(added[0]?.after).toEqual(
    expect.arrayContaining(['Release istio:istio-base', 'Release istio:istiod']),
  );
});

test.each([
  [{}, 'revision: got none, want another'],
  [{ revision: 'stable' }, 'revision: got stable, want another'],
  [{ revision: 'canary', parts: ['gateway'] as const }, 'parts: got ["gateway"], want none'],
])('beside another, %j is refused', async (props, want) => {
  let told = '';
  const { registered } = await record(() => {
    const beside = new IstioInstallation('istio', { revision: 'stable' });
    try {
      new IstioInstallation('canary', { ...props, beside });
    } catch (error) {
      told = (error as Error).message;
    }
  });
  expect(told).toContain(`[canary] ${want}`);
  expect(registered.filter(({ name }) => name === 'canary')).toEqual([]);
});

const LINES = 'want a release of 1.29, 1.30, 1.31';

test.each<[IstioInstallationProps, string]>([
  [{ version: '1.20.0' }, `version: got 1.20.0, ${LINES}`],
  [{ version: '1.31' }, `version: got 1.31, ${LINES}`],
  [{ revision: 'My Rev' }, 'revision: got My Rev, want lower-case letters, digits and dashes'],
  [{ parts: ['ztunnel'] }, 'parts: got ["ztunnel"], want cni beside ztunnel'],
])('%j is refused, and nothing is registered', async (props, want) => {
  let told = '';
  const { registered } = await record(() => {
    try {
      new IstioInstallation('istio', props);
    } catch (error) {
      told = (error as Error).message;
    }
  });
  expect(told).toContain(`[istio] ${want}`);
  expect(registered).toEqual([]);
});

test('a control plane beside another is not newer than its base', async () => {
  const second = (version: string) =>
    record(() => {
      const beside = new IstioInstallation('istio', { version: '1.30.9' });
      new IstioInstallation('other', { beside, revision: 'other', version });
    });
  await expect(second('1.30.10')).rejects.toThrow(
    '[other] version: got 1.30.10, want at most 1.30.9, that of the base beside it',
  );
  expect((await second('1.30.9')).registered).not.toEqual([]);
});

test('the address of the gateway is read once the gateway is there, and only where there is one', async () => {
  let address: unknown;
  const options: RecordingOptions = {
    outputs: ({ inputs, type, id }) =>
      type === 'kubernetes:core/v1:Service' && id === 'istio-system/istio-ingressgateway'
        ? { status: { loadBalancer: { ingress: [{ hostname: 'edge.example', ip: '192.0.2.7' }] } } }
        : { ...(inputs as object), status: { name: 'there' } },
  };
  await record(() => {
    const istio = new IstioInstallation('istio');
    istio.gatewayAddress?.apply((known) => void (address = known));
  }, options);
  expect(address).toBe('edge.example');
  await record(() => {
    const istio = new IstioInstallation('istio', { parts: [] });
    address = istio.gatewayAddress;
  });
  expect(address).toBeUndefined();
});

test('in a preview that address is unknown', async () => {
  let address: unknown = 'never told';
  await record(
    () => {
      const istio = new IstioInstallation('istio');
      istio.gatewayAddress?.apply((known) => void (address = known));
    },
    { isPreview: true, outputs: () => ({}) },
  );
  expect(address).toBe('never told');
});
