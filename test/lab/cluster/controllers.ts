import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../machine/ports';
import { until } from '../machine/until';
import { toolPath } from '../tools/cache';
import type { ApiServer, Machine } from './api-server';
import { NODES, STAGES } from './nodes';

/** A scheduler that spreads pods where they ask for it, and not because it always does. */
function writeSchedulerConfig({ folder }: Machine, { kubectl }: ApiServer): string {
  const path = join(folder, 'scheduler.json');
  const spread = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'PodTopologySpreadArgs',
    defaultingType: 'List',
    defaultConstraints: [],
  };
  const config = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig: kubectl.kubeconfig },
    profiles: [{ pluginConfig: [{ name: 'PodTopologySpread', args: spread }] }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** Starts what makes pods of workloads, places them on nodes, and pretends to run them. */
export async function startControllers(machine: Machine, server: ApiServer): Promise<void> {
  const { processes, folder } = machine;
  const { kubectl, serviceAccountKey, authority } = server;
  const [controllers = 0, scheduler = 0, kwok = 0] = await freePorts(3);
  const kubeconfig = `--kubeconfig=${kubectl.kubeconfig}`;
  const local = ['--bind-address=127.0.0.1', '--leader-elect=false'];
  const stages = join(folder, 'stages.json');
  writeFileSync(stages, STAGES.map((stage) => `---\n${JSON.stringify(stage)}\n`).join(''));
  processes.start({
    name: 'kwok',
    program: toolPath('kwok'),
    args: [
      kubeconfig,
      `--config=${stages}`,
      '--manage-all-nodes=true',
      '--node-ip=10.0.0.1',
      '--cidr=10.244.0.0/16',
      `--server-address=127.0.0.1:${kwok}`,
    ],
  });
  await kubectl.apply(NODES);
  await kubectl.run(['wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=120s']);
  processes.start({
    name: 'kube-controller-manager',
    program: toolPath('kube-controller-manager'),
    args: [
      kubeconfig,
      ...local,
      `--secure-port=${controllers}`,
      '--use-service-account-credentials=false',
      `--service-account-private-key-file=${serviceAccountKey}`,
      `--root-ca-file=${authority}`,
    ],
  });
  // taints go one by one: the first node without would get every pod
  await until('every node to be free of taints', async () => {
    const { items } = await kubectl.get<{ items: { spec: { taints?: unknown } }[] }>('nodes');
    return items.every(({ spec }) => spec.taints === undefined) ? true : undefined;
  });
  processes.start({
    name: 'kube-scheduler',
    program: toolPath('kube-scheduler'),
    args: [
      `--config=${writeSchedulerConfig(machine, server)}`,
      ...local,
      `--secure-port=${scheduler}`,
    ],
  });
}
