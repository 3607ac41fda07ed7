import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiServer, Machine } from '../cluster/api-server';
import type { Istiod } from '../cluster/istiod';
import type { RunningProcess } from '../machine/processes';
import { until } from '../machine/until';
import { toolPath } from '../tools/cache';
import { REGION } from './additions';
import { bootstrapTemplate } from './bootstrap';
import type { PodPlace } from './place';

/** What a proxy needs around it. */
export interface Mesh {
  readonly machine: Machine;
  readonly server: ApiServer;
  readonly istiod: Istiod;
}

/** What kind of proxy it is. */
export type Role = 'sidecar' | 'router';

const ADMIN_PORT = 15_000;
/** An Envoy that does not say anything for so long is not asked any longer, but again. */
const ADMIN_MS = 20_000;

/** One proxy of Istio: its agent, and Envoy. */
export class Proxy {
  private constructor(
    public readonly place: PodPlace,
    public readonly process: RunningProcess,
  ) {}

  /** Starts a proxy with the identity of its pod. */
  public static async start(place: PodPlace, role: Role, mesh: Mesh): Promise<Proxy> {
    const { machine, server, istiod } = mesh;
    const folder = join(machine.folder, place.namespace, place.pod);
    await writeIdentity(folder, place, server);
    const { address, zone } = place;
    writeFileSync(
      join(folder, 'bootstrap.json'),
      bootstrapTemplate(
        { address, port: ADMIN_PORT },
        zone === undefined ? {} : { region: REGION, zone },
      ),
    );
    const process = machine.processes.start({
      name: `${place.namespace}.${place.pod}`,
      program: toolPath('pilot-agent'),
      args: [
        'proxy',
        role,
        '--domain',
        `${place.namespace}.svc.cluster.local`,
        '--proxyLogLevel=warning',
        '--templateFile=bootstrap.json',
      ],
      cwd: folder,
      env: { ...environment(place, istiod), HOME: folder, TMPDIR: folder },
    });
    return new Proxy(place, process);
  }

  /** Waits until Envoy has its configuration, and knows each of `endpoints`. */
  public async ready(endpoints: readonly string[]): Promise<void> {
    await until(`the start of ${this.place.pod}'s proxy`, async () => {
      this.process.mustRun();
      return (await this.ask('ready')).ok ? true : undefined;
    });
    await until(`${this.place.pod}'s proxy to know its endpoints`, async () => {
      const clusters = await this.admin('clusters');
      return endpoints.every((each) => clusters.includes(`::${each}:`)) ? true : undefined;
    });
  }

  /** Waits until Envoy has a cluster of this name, and a virtual host of it in all routes, which follow clusters. */
  public async knows(mark: string): Promise<void> {
    await until(`${this.place.pod}'s proxy to have ${mark}`, async () => {
      if (!(await this.admin('clusters')).includes(`${mark}::`)) return undefined;
      const dump = JSON.parse(
        await this.admin('config_dump?resource=dynamic_route_configs'),
      ) as ConfigDump;
      const routes = (dump.configs ?? []).map((config) => JSON.stringify(config));
      if (!routes.every((config) => config.includes(`"${mark}"`))) return undefined;
      const warming = await Promise.all(WARMING.map((name) => this.stat(name)));
      return warming.every((count) => count === 0) ? true : undefined;
    });
  }

  /** What Envoy's admin interface says. */
  public async admin(path: string): Promise<string> {
    return (await this.ask(path)).text();
  }

  /** A counter or gauge of Envoy; 0 where it has none of that name. */
  public async stat(name: string): Promise<number> {
    const text = await this.admin(`stats?filter=${encodeURIComponent(`^${escape(name)}$`)}`);
    return Number(text.split(': ').at(-1) ?? 0);
  }

  private ask(path: string): Promise<Response> {
    const url = `http://${this.place.address}:${ADMIN_PORT}/${path}`;
    return fetch(url, { signal: AbortSignal.timeout(ADMIN_MS) });
  }
}

/** What Envoy has and does not use yet. */
const WARMING = ['cluster_manager.warming_clusters', 'listener_manager.total_listeners_warming'];

interface ConfigDump {
  readonly configs?: readonly unknown[];
}

function escape(text: string): string {
  return text.replaceAll(/[.|]/g, '\\$&');
}

/** The token and root certificate that a kubelet would mount; all paths of the agent are relative to its folder. */
async function writeIdentity(
  folder: string,
  { namespace, serviceAccount }: PodPlace,
  { kubectl }: ApiServer,
): Promise<void> {
  for (const path of ['var/run/secrets/tokens', 'var/run/secrets/istio', 'etc/istio/proxy']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  mkdirSync(join(folder, 'etc/istio/pod'), { recursive: true });
  const args = ['create', 'token', serviceAccount, '--audience=istio-ca', '-n', namespace];
  const [token, root] = await Promise.all([
    kubectl.run(args),
    until(`the root certificate of ${namespace}`, async () => {
      const map = await kubectl.get<{ data: Record<string, string> }>(
        'configmap',
        'istio-ca-root-cert',
        '-n',
        namespace,
      );
      return map.data['root-cert.pem'];
    }),
  ]);
  writeFileSync(join(folder, 'var/run/secrets/tokens/istio-token'), token, { mode: 0o600 });
  writeFileSync(join(folder, 'var/run/secrets/istio/root-cert.pem'), root);
  // the agent's status server would listen on every address
  writeFileSync(join(folder, 'etc/istio/pod/annotations'), 'status.sidecar.istio.io/port="0"\n');
}

function environment(place: PodPlace, { discoveryAddress }: Istiod): Record<string, string> {
  const declared = JSON.parse(place.annotations['proxy.istio.io/config'] ?? '{}') as object;
  return {
    CLOUD_PLATFORM: 'none',
    POD_NAME: place.pod,
    POD_NAMESPACE: place.namespace,
    SERVICE_ACCOUNT: place.serviceAccount,
    INSTANCE_IP: place.address,
    ISTIO_META_CLUSTER_ID: 'Kubernetes',
    ISTIO_META_INTERCEPTION_MODE: 'REDIRECT',
    ISTIO_META_WORKLOAD_NAME: place.service,
    ISTIO_METAJSON_LABELS: JSON.stringify(place.labels),
    CA_ADDR: discoveryAddress,
    GRPC_XDS_BOOTSTRAP: '',
    PROXY_CONFIG: JSON.stringify({
      ...declared,
      discoveryAddress,
      binaryPath: toolPath('envoy'),
      configPath: './etc/istio/proxy',
      proxyAdminPort: ADMIN_PORT,
      concurrency: 1,
      serviceCluster: `${place.service}.${place.namespace}`,
    }),
  };
}
