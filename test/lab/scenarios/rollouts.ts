import type { Chart } from 'cdk8s';
import { MeshNamespace, Scale } from '../../../constructs';
import { startControllers } from '../cluster/controllers';
import type { Kubectl } from '../cluster/kubectl';
import { ZONES } from '../cluster/nodes';
import { until } from '../machine/until';
import { changing, without } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const NAMESPACE = 'rollouts';
const PODS = 6;
const [LEAST, MOST] = [4, 7];

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  service(chart, 'stock', { scale: Scale.fixed(PODS) });
  service(chart, 'web', { scale: Scale.between(LEAST, MOST) });
}

interface Deployment {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly availableReplicas?: number };
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName: string };
  }[];
}

async function run({ predictions, rows, theatre }: Play): Promise<void> {
  const { server, machine } = theatre.mesh;
  await startControllers(machine, server);
  const cluster = new Cluster(server.kubectl);
  const { scale } = predictions.service('stock').workload.versions[0] ?? {};
  const replicas = scale?.min ?? 0;
  await cluster.available('stock', replicas);
  const zones = await cluster.podsByZone('stock');
  // the spread is a wish, which the scheduler weighs against others
  rows.exactly(
    'zones of three that have a pod',
    ZONES.length,
    zones.filter((pods) => pods > 0).length,
  );

  rows.exactly(
    'the fewest pods available while all are replaced',
    replicas,
    await cluster.fewestDuringRollout('stock', replicas),
  );
  rows.exactly(
    'pods that may be evicted at a time',
    predictions.evictable('stock'),
    await cluster.evictAll('stock'),
  );

  const bounds = predictions.service('web').workload.versions[0]?.scale;
  rows.exactly(
    'pods under an autoscaler that knows no load',
    bounds?.min ?? 0,
    await cluster.settled('web'),
  );
  rows.exactly(
    '… when somebody asks for more than allowed',
    bounds?.max ?? 0,
    await cluster.corrected('web', MOST + 5),
  );
}

const ALL_NODES = ['--selector=kubernetes.io/hostname'];

/** What the real controllers do with the workloads. */
class Cluster {
  public constructor(private readonly kubectl: Kubectl) {}

  public async available(service: string, wanted: number): Promise<void> {
    await until(`${wanted} pods of ${service}`, async () =>
      (await this.availableNow(service)) === wanted ? true : undefined,
    );
  }

  /** The number of pods that an autoscaler asks for, once they are there. */
  public settled(service: string): Promise<number> {
    return until(
      `the pods that the autoscaler of ${service} asks for`,
      async () => {
        const { desiredReplicas } = (await this.autoscaler(service)).status;
        const isThere = (await this.availableNow(service)) === desiredReplicas;
        return desiredReplicas > 0 && isThere ? desiredReplicas : undefined;
      },
      { forMs: 60_000 },
    );
  }

  private async restart(service: string): Promise<void> {
    await this.kubectl.run(['rollout', 'restart', `deployment/${service}-v1`, '-n', NAMESPACE]);
  }

  private async scale(service: string, replicas: number): Promise<void> {
    const args = [`deployment/${service}-v1`, `--replicas=${replicas}`, '-n', NAMESPACE];
    await this.kubectl.run(['scale', ...args]);
  }

  /** The number of pods that an autoscaler makes of a wish. */
  public async corrected(service: string, wish: number): Promise<number> {
    await this.scale(service, wish);
    // it looks every 15 s
    return until(
      `the autoscaler of ${service}`,
      async () => {
        const { replicas } = (await this.deployment(service)).spec;
        return replicas === wish ? undefined : replicas;
      },
      { forMs: 60_000 },
    );
  }

  public async fewestDuringRollout(service: string, replicas: number): Promise<number> {
    let fewest = replicas;
    const former = new Set((await this.pods(service)).map(({ metadata }) => metadata.name));
    await this.restart(service);
    await until(
      `the rollout of ${service}`,
      async () => {
        const { status } = await this.deployment(service);
        fewest = Math.min(fewest, status.availableReplicas ?? 0);
        const names = (await this.pods(service)).map(({ metadata }) => metadata.name);
        return names.length === replicas && !names.some((name) => former.has(name))
          ? true
          : undefined;
      },
      { forMs: 120_000 },
    );
    return fewest;
  }

  /** Asks to evict every pod, while none that replaces another gets a node: how many may go. */
  public async evictAll(service: string): Promise<number> {
    await this.kubectl.run(['cordon', ...ALL_NODES]);
    await until(`the disruption budget of ${service}`, async () => {
      const path = ['poddisruptionbudget', service, '-n', NAMESPACE] as const;
      const { ok, out } = await this.kubectl.try(['get', '-o', 'json', ...path]);
      // there is none to wait for in a mutated system
      if (!ok) return true;
      const { status } = JSON.parse(out) as { status: { disruptionsAllowed: number } };
      return status.disruptionsAllowed > 0 || undefined;
    });
    let gone = 0;
    for (const { metadata } of await this.pods(service)) {
      if (await this.evict(metadata.name)) gone += 1;
    }
    await this.kubectl.run(['uncordon', ...ALL_NODES]);
    return gone;
  }

  private async evict(name: string): Promise<boolean> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}/eviction`;
    const eviction = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace: NAMESPACE },
    };
    const args = ['create', '--raw', path, '-f', '-'];
    return (await this.kubectl.try(args, JSON.stringify(eviction))).ok;
  }

  public async podsByZone(service: string): Promise<readonly number[]> {
    const pods = await this.pods(service);
    const nodes = await this.kubectl.get<{
      items: { metadata: { name: string; labels: Record<string, string> } }[];
    }>('nodes');
    const zoneOf = new Map(
      nodes.items.map(({ metadata }) => [
        metadata.name,
        metadata.labels['topology.kubernetes.io/zone'],
      ]),
    );
    return ZONES.map(
      (zone) => pods.filter(({ spec }) => zoneOf.get(spec.nodeName) === zone).length,
    );
  }

  private async pods(service: string): Promise<PodList['items']> {
    const selector = `app.kubernetes.io/name=${service}`;
    return (await this.kubectl.get<PodList>('pods', '-n', NAMESPACE, '-l', selector)).items;
  }

  private async availableNow(service: string): Promise<number> {
    return (await this.deployment(service)).status.availableReplicas ?? 0;
  }

  private autoscaler(service: string): Promise<{ status: { desiredReplicas: number } }> {
    return this.kubectl.get('horizontalpodautoscaler', `${service}-v1`, '-n', NAMESPACE);
  }

  private deployment(service: string): Promise<Deployment> {
    return this.kubectl.get<Deployment>('deployment', `${service}-v1`, '-n', NAMESPACE);
  }
}

function withoutSpread(deployment: Record<string, unknown>): Record<string, unknown> {
  const template = deployment.template as { spec: object };
  const spec = { ...template.spec, topologySpreadConstraints: undefined };
  return { ...deployment, template: { ...template, spec } };
}

/** Pods come, go and are counted by the controllers of Kubernetes. */
export const rollouts: Scenario = {
  name: NAMESPACE,
  title: 'Rollouts, evictions, zones and autoscaler bounds',
  declare,
  pods: [],
  run,
  mutation: {
    weakens: 'there are no PodDisruptionBudgets, and pods ask for no spread over zones',
    apply: (manifests) =>
      changing('Deployment', withoutSpread)(without('PodDisruptionBudget')(manifests)),
  },
};
