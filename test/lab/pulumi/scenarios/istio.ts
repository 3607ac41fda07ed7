import { setTimeout as sleep } from 'node:timers/promises';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { MeshNamespace, ResilientService } from '../../../../constructs';
import { ChartDeployment, IstioInstallation } from '../../../../lib/pulumi';
import { istioCharts, type IstioChart } from '../../../../lib/pulumi/platform/istio-values';
import type { Kubectl, KubernetesObject } from '../../cluster/kubectl';
import { serveCharts, type ChartRepository } from '../charts';
import type { LabStack } from '../engine';
import { row, seen, type Row, type Scenario } from '../scenario';
import { destroyed, touches } from './shop';
import { until } from '../../machine/until';

const [FORMER, VERSION] = ['1.30.0', '1.31.0'] as const;
const GATEWAY = 'istio-ingressgateway';
const ADDRESS = '192.0.2.7';
const WORKLOADS = ['istio-cni-node', GATEWAY, 'istiod'];

// Nothing runs here that could answer them: without an answer to its webhook, no pod of the gateway is admitted. The one of
// base fails open until istiod, which runs elsewhere, sets it to fail.
const WITHOUT_WEBHOOKS = {
  base: { base: { validationFailurePolicy: 'Ignore' } },
  istiod: { global: { operatorManageWebhooks: true } },
};

/** Istio on a cluster that has none, from its own charts, a service that waits for it, and an upgrade by revision. */
export const ISTIO: Scenario = {
  name: 'istio',
  play: async function* ({ engine, kubectl, folder }) {
    // the lab defines Istio's kinds for the other scenarios
    await kubectl.run(['delete', 'crd', ...(await istioKinds(kubectl))]);
    const charts = await serveCharts(folder, [FORMER, VERSION]);
    const stack = await engine.stack('istio');
    const balancer = new AbortController();
    const former = program({ repository: charts.url, version: FORMER });
    try {
      void balance(kubectl, balancer.signal);
      const up = await stack.up(former);
      const { address } = await stack.outputs();
      yield row('up installs base, CNI, control plane and gateway, and a service after them', up, [
        `${up.steps.length} steps, address ${String(address?.value)}`,
        up.ok && address?.value === ADDRESS,
      ]);
      yield await areReady(kubectl, WORKLOADS);
      yield* await appliesWhole(kubectl, charts);
      yield await touches(stack, ['up again changes nothing', former], []);
      yield* upgrade(kubectl, stack, charts.url);
      yield await destroyed({ kubectl }, stack);
    } finally {
      balancer.abort();
      charts.close();
    }
  },
};

/** The new version in the place of the former one, which stays beside it until nobody needs it. */
async function* upgrade(
  kubectl: Kubectl,
  stack: LabStack,
  repository: string,
): AsyncGenerator<Row> {
  const before = await identityOf(kubectl, 'service', GATEWAY);
  yield await touches(
    stack,
    [
      'a second revision beside the first is one more control plane',
      program({ repository, version: FORMER, hasPrevious: true }),
    ],
    ['create Release previous:istiod-previous'],
  );
  yield await areReady(kubectl, [...WORKLOADS, 'istiod-previous']);
  yield await touches(
    stack,
    [
      'another version of the first upgrades it in place, and leaves the second as it is',
      program({ repository, version: VERSION, hasPrevious: true }),
    ],
    ['istio-base', 'istio-cni', GATEWAY, 'istiod'].map((name) => `update Release istio:${name}`),
  );
  const versions = [
    await versionOf(kubectl, 'istiod'),
    await versionOf(kubectl, 'istiod-previous'),
  ];
  yield seen('each control plane has its version', [
    versions.join(', '),
    versions.join() === `istiod-${VERSION},istiod-${FORMER}`,
  ]);
  yield await touches(
    stack,
    ['without the second, it alone goes', program({ repository, version: VERSION })],
    ['delete Release previous:istiod-previous'],
  );
  yield await areReady(kubectl, WORKLOADS);
  const after = await identityOf(kubectl, 'service', GATEWAY);
  yield seen('the gateway is the same Service as before', [after, after === before]);
}

function identityOf(kubectl: Kubectl, kind: string, name: string): Promise<string> {
  return kubectl.run(['get', kind, name, '-n', 'istio-system', '-o', 'jsonpath={.metadata.uid}']);
}

/** Name and version of the chart that a Deployment comes from. */
function versionOf(kubectl: Kubectl, name: string): Promise<string> {
  const path = 'jsonpath={.metadata.labels.helm\\.sh/chart}';
  return kubectl.run(['get', 'deployment', name, '-n', 'istio-system', '-o', path]);
}

interface Choice {
  readonly repository: string;
  readonly version: string;
  readonly hasPrevious?: boolean;
}

function program({ repository, version, hasPrevious = false }: Choice): PulumiFn {
  return () => {
    const common = { repository, values: WITHOUT_WEBHOOKS };
    const istio = new IstioInstallation('istio', { ...common, version });
    if (hasPrevious) {
      const revision = 'previous';
      new IstioInstallation('previous', { ...common, beside: istio, revision, version: FORMER });
    }
    const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
    new MeshNamespace(shop, 'namespace');
    new ResilientService(shop, 'orders', { image: 'ghcr.io/acme/orders:2.0.0', port: 8080 });
    // its kinds are Istio's: made earlier, it would be refused
    new ChartDeployment('shop', { chart: shop }, { dependsOn: [istio] });
    return Promise.resolve({ address: istio.gatewayAddress });
  };
}

async function istioKinds(kubectl: Kubectl): Promise<readonly string[]> {
  const names = await kubectl.run(['get', 'crd', '-o', 'name']);
  return names
    .split('\n')
    .filter((name) => name.endsWith('.istio.io'))
    .map((name) => name.replace(/^.*\//, ''));
}

/** Gives the gateway an address, as the balancer of a cloud does. */
async function balance(kubectl: Kubectl, signal: AbortSignal): Promise<void> {
  const status = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: ADDRESS }] } } });
  const service = ['service', GATEWAY, '-n', 'istio-system'];
  while (!signal.aborted) {
    await kubectl.try(['patch', ...service, '--subresource=status', '--type=merge', '-p', status]);
    await sleep(500);
  }
}

/** Helm waits for as many pods as a rolling update keeps, which may be one of two; the other is waited for here. */
async function areReady(kubectl: Kubectl, workloads: readonly string[]): Promise<Row> {
  const ready = await until('two pods of every workload', async () => {
    const counts = await readyPods(kubectl);
    return counts.every(([, count]) => count >= 2) ? counts : undefined;
  });
  const names = ready.map(([name]) => name).sort();
  return seen('two pods of what may be drained are ready, and a CNI on each node', [
    ready.map(([name, count]) => `${name} ${count}`).join(', '),
    names.join() === [...workloads].sort().join(),
  ]);
}

async function readyPods(kubectl: Kubectl): Promise<readonly (readonly [string, number])[]> {
  const { items } = await kubectl.get<{ items: readonly Workload[] }>(
    ...['deployments,daemonsets', '-n', 'istio-system'],
  );
  return items.map(({ metadata, status }) => [
    metadata.name,
    status.availableReplicas ?? status.numberAvailable ?? 0,
  ]);
}

interface Workload {
  readonly metadata: { readonly name: string };
  readonly status: { readonly availableReplicas?: number; readonly numberAvailable?: number };
}

/** Asks the API server about every object of every part, webhooks and ambient among them. */
async function appliesWhole(kubectl: Kubectl, charts: ChartRepository): Promise<readonly Row[]> {
  const choices = {
    sidecars: istioCharts({ revision: undefined, parts: ['cni', 'gateway'], isBeside: false }),
    'sidecars of a revision': istioCharts({
      revision: 'canary',
      parts: ['cni', 'gateway'],
      isBeside: false,
    }),
    ambient: istioCharts({
      revision: undefined,
      parts: ['cni', 'ztunnel', 'gateway'],
      isBeside: false,
    }),
    'a revision beside': istioCharts({
      revision: 'previous',
      parts: ['cni', 'gateway'],
      isBeside: true,
    }),
  };
  const rows: Row[] = [];
  for (const [name, choice] of Object.entries(choices)) {
    const objects = choice.flatMap((chart) => rendered(chart, charts));
    const { ok, error } = await kubectl.dryRun(objects);
    rows.push(
      seen(`the API server takes every object of the charts for ${name}`, [
        `${objects.length} objects${ok ? '' : `: ${error}`}`,
        ok && objects.length > 0,
      ]),
    );
  }
  return rows;
}

function rendered(
  { chart, release, namespace, values }: IstioChart,
  charts: ChartRepository,
): readonly KubernetesObject[] {
  return parseAllDocuments(charts.render(chart, release, { namespace, values }))
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}
