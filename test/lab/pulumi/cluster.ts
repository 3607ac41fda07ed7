import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { startApiServer, type Machine } from '../cluster/api-server';
import type { Kubectl, KubernetesObject } from '../cluster/kubectl';
import { freePorts } from '../machine/ports';
import { until } from '../machine/until';
import { toolPath, type missingTools } from '../tools/cache';
import { stagesText } from './stages';

/** What a deployment by Pulumi is proven with. */
export const TOOLS = [
  'etcd',
  'helm',
  'istioctl',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kwok',
  'pulumi',
] as const satisfies Parameters<typeof missingTools>[0];

// the zones that Online Boutique keeps its busiest services in
const ZONES = ['us-central1-a', 'us-central1-b', 'us-central1-c'];

/** Starts a cluster in which objects have consequences: controllers, a scheduler, and nodes on which pods become ready. */
export async function startCluster(machine: Machine, flags: readonly string[]): Promise<Kubectl> {
  const { kubectl, serviceAccountKey, authority } = await startApiServer(machine, flags);
  await kubectl.apply([...istioTypes(), ...ZONES.map(node)]);
  const ports = await freePorts(2);
  startControllers(machine, { kubectl, serviceAccountKey, authority, ports });
  await until('a ready node', async () => {
    const { out } = await kubectl.try(['get', 'nodes', '--no-headers']);
    return (
      out.split('\n').filter((line) => / Ready /.test(line)).length === ZONES.length || undefined
    );
  });
  return kubectl;
}

interface Controlled {
  readonly kubectl: Kubectl;
  readonly serviceAccountKey: string;
  readonly authority: string;
  readonly ports: readonly number[];
}

function startControllers(
  { processes, folder }: Machine,
  { kubectl, serviceAccountKey, authority, ports: [controllers = 0, scheduler = 0] }: Controlled,
): void {
  const common = [
    `--kubeconfig=${kubectl.kubeconfig}`,
    '--bind-address=127.0.0.1',
    '--leader-elect=false',
  ];
  processes.start({
    name: 'kube-controller-manager',
    program: toolPath('kube-controller-manager'),
    args: [
      ...common,
      `--secure-port=${controllers}`,
      `--service-account-private-key-file=${serviceAccountKey}`,
      `--root-ca-file=${authority}`,
      // kwok sends no heartbeats
      '--node-monitor-grace-period=24h',
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
    ],
  });
  processes.start({
    name: 'kube-scheduler',
    program: toolPath('kube-scheduler'),
    args: [...common, `--secure-port=${scheduler}`],
  });
  const stages = join(folder, 'stages.yaml');
  writeFileSync(stages, stagesText());
  processes.start({
    name: 'kwok',
    program: toolPath('kwok'),
    args: [
      `--kubeconfig=${kubectl.kubeconfig}`,
      '--manage-all-nodes=true',
      '--node-ip=10.0.0.1',
      '--cidr=10.244.0.0/16',
      `--config=${stages}`,
    ],
  });
}

function node(zone: string): KubernetesObject {
  const labels = {
    'kubernetes.io/hostname': `node-${zone}`,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/zone': zone,
  };
  const capacity = { cpu: '512', memory: '2Ti', pods: '5000' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${zone}`, labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
    status: { capacity, allocatable: capacity },
  } as KubernetesObject;
}

function istioTypes(): readonly KubernetesObject[] {
  const args = ['manifest', 'generate', '--set', 'profile=minimal'];
  const { stdout } = spawnSync(toolPath('istioctl'), args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object): object is KubernetesObject => object?.kind === 'CustomResourceDefinition');
}
