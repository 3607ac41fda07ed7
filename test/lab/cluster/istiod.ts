import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { freePorts } from '../machine/ports';
import { until } from '../machine/until';
import { toolPath } from '../tools/cache';
import type { ApiServer, Machine } from './api-server';
import type { KubernetesObject, StoredObject } from './kubectl';

/** A control plane with its certificate authority. */
export interface Istiod {
  /** Where proxies get certificates and configuration. */
  readonly discoveryAddress: string;
  readonly namespace: string;
  /** Where it judges Istio objects. */
  readonly validationUrl: string;
  /** Istio's objects, as the control plane has them. */
  readonly objects: () => Promise<readonly StoredObject[]>;
}

const ROOT_NAMESPACE = 'istio-system';
/** A control plane that does not say anything for so long is not asked any longer, but again. */
const DEBUG_MS = 20_000;

// Envoy as its project releases it lacks Istio's own filters
const STOCK_ENVOY = {
  PILOT_ENABLE_METADATA_EXCHANGE: 'false',
  PILOT_ENABLE_ALPN_FILTER: 'false',
  PILOT_ENABLE_TELEMETRY_LABEL: 'false',
};

const MESH_CONFIG = {
  trustDomain: 'cluster.local',
  ingressControllerMode: 'OFF',
  // the default one needs Istio's own filters
  defaultProviders: { metrics: [] },
};

/** Installs Istio's types into the API server, starts istiod on it, and lets it judge what is applied. */
export async function startIstiod(machine: Machine, { kubectl }: ApiServer): Promise<Istiod> {
  const { processes, folder } = machine;
  await kubectl.apply([...customResources(), namespace(ROOT_NAMESPACE)]);
  const [http = 0, grpc = 0, secure = 0, https = 0, monitoring = 0] = await freePorts(5);
  const mesh = join(folder, 'mesh', 'mesh');
  mkdirSync(join(folder, 'mesh'));
  writeFileSync(mesh, JSON.stringify(MESH_CONFIG));
  const istiod = processes.start({
    name: 'istiod',
    program: toolPath('pilot-discovery'),
    args: [
      'discovery',
      `--kubeconfig=${kubectl.kubeconfig}`,
      `--meshConfig=${mesh}`,
      '--domain=cluster.local',
      `--httpAddr=127.0.0.1:${http}`,
      `--grpcAddr=127.0.0.1:${grpc}`,
      `--secureGRPCAddr=127.0.0.1:${secure}`,
      `--httpsAddr=127.0.0.1:${https}`,
      `--monitoringAddr=127.0.0.1:${monitoring}`,
      '--ctrlz_port=0',
    ],
    env: {
      ...STOCK_ENVOY,
      POD_NAMESPACE: ROOT_NAMESPACE,
      POD_NAME: 'istiod-0',
      PILOT_CERT_PROVIDER: 'istiod',
      ISTIOD_CUSTOM_HOST: '127.0.0.1',
      PILOT_ENABLE_GATEWAY_API: 'false',
      ENABLE_LEADER_ELECTION: 'false',
      INJECTION_WEBHOOK_CONFIG_NAME: '',
      VALIDATION_WEBHOOK_CONFIG_NAME: '',
    },
  });
  await until('the start of istiod', async () => {
    istiod.mustRun();
    return (await fetch(`http://127.0.0.1:${http}/ready`)).ok ? true : undefined;
  });
  return {
    discoveryAddress: `127.0.0.1:${secure}`,
    namespace: ROOT_NAMESPACE,
    validationUrl: `https://127.0.0.1:${https}/validate`,
    objects: async () => {
      const url = `http://127.0.0.1:${http}/debug/configz`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(DEBUG_MS) });
      return (await answer.json()) as readonly StoredObject[];
    },
  };
}

function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** The types that this release of Istio brings. */
function customResources(): readonly KubernetesObject[] {
  const args = ['manifest', 'generate', '--set', 'profile=minimal'];
  const { status, stdout, stderr } = spawnSync(toolPath('istioctl'), args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`istioctl ${args.join(' ')}: ${stderr}`);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object): object is KubernetesObject => object?.kind === 'CustomResourceDefinition');
}
