import type { Manifest } from '../../../constructs/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../cluster/kubectl';
import { everyProxyKnows, gatewayAddress, ownAddresses, workloadEntry } from './additions';
import { always, BackEnd, type Arrival, type Behaviour } from './back-end';
import { connects, send, sendRpc, type Call, type Response } from './client';
import { KnownObjects, nameOf } from './known-objects';
import { gatewayObjects, gatewayServes, gatewayTemplate } from './gateway';
import { placePod, type Addresses, type PodPlace } from './place';
import { Proxy, type Mesh } from './sidecar';
import { STRANGER, strangerAccount, strangerIn } from './stranger';
import { podTemplates, type PodTemplate } from './workloads';

/** Pods of one version of a service. */
export interface PodRequest {
  readonly of: string;
  /** @default 'v1' */
  readonly version?: string;
  /** @default 1 */
  readonly count?: number;
  /** Zones of the pods, in turn. */
  readonly zones?: readonly string[];
  /** Whether the pods have proxies of their own; others are plain programs. */
  readonly isProxied?: boolean;
  /** @default 200 to everything */
  readonly behaviour?: Behaviour;
}

/** The pods of a system, or that nothing of it is applied. */
export type PodRequests = readonly PodRequest[] | 'one of each' | 'not applied';

/** A pod of the lab and what runs in it. */
export interface Pod {
  readonly place: PodPlace;
  readonly backEnd: BackEnd;
  /** Undefined for a plain program. */
  readonly proxy: Proxy | undefined;
}

/** A request, whoever it is for. */
export type Request = Omit<Call, 'host' | 'port'>;

/** What a stage is set on. */
export interface Theatre {
  readonly mesh: Mesh;
  readonly addresses: Addresses;
}

/** A system as it is rendered, applied, with pods of which each is a few processes or less. */
export class Stage {
  public pods: readonly Pod[] = [];
  private readonly applied: KubernetesObject[] = [];
  private readonly known = new KnownObjects();
  private templates: readonly PodTemplate[];
  private readonly stranger: KubernetesObject;

  public constructor(
    private readonly theatre: Theatre,
    public manifests: readonly Manifest[],
  ) {
    const namespace = manifests.find(({ kind }) => kind === 'Namespace')?.metadata.name ?? '';
    this.templates = [...podTemplates(manifests), strangerIn(namespace)];
    this.stranger = strangerAccount(namespace);
  }

  /** Applies what is rendered, and starts the pods. */
  public async open(requests: PodRequests): Promise<void> {
    if (requests === 'not applied') return;
    await this.apply([...this.manifests, this.stranger]);
    await this.add(requests === 'one of each' ? this.oneOfEach() : requests);
  }

  /** Starts more pods. */
  public async add(requests: readonly PodRequest[]): Promise<readonly Pod[]> {
    const places = requests.flatMap((request) =>
      this.places(request).map((place) => ({ place, request })),
    );
    await this.apply(
      places.flatMap(({ place }) =>
        place.isProxied ? [workloadEntry(place), ownAddresses(place)] : [workloadEntry(place)],
      ),
    );
    const pods = await Promise.all(
      places.map(async ({ place, request }) => ({
        place,
        backEnd: await serve(place, request.behaviour ?? always(200)),
        proxy: place.isProxied ? await Proxy.start(place, 'sidecar', this.theatre.mesh) : undefined,
      })),
    );
    this.pods = [...this.pods, ...pods];
    await Promise.all(this.pods.map((pod) => this.ready(pod)));
    await this.settle();
    return pods;
  }

  /** Starts the gateway workload, and says where it listens. */
  public async addGateway(): Promise<string> {
    const { mesh, addresses } = this.theatre;
    const template = gatewayTemplate(mesh.istiod.namespace);
    const place = placePod(template, { ordinal: 0, isProxied: true }, addresses);
    await this.apply([...gatewayObjects(template), workloadEntry(place), gatewayAddress(place)]);
    const proxy = await Proxy.start(place, 'router', mesh);
    this.pods = [...this.pods, { place, backEnd: new BackEnd(always(404)), proxy }];
    await proxy.ready([]);
    await gatewayServes(proxy, this.manifests, this.pods);
    await this.settle();
    return place.address;
  }

  /**
   * Deletes what another program no longer has, applies that program, and waits for the proxies: the order that is worst
   * for a route to something that goes.
   */
  public async become(manifests: readonly Manifest[]): Promise<void> {
    const kept = new Set(manifests.map(nameOf));
    const gone = this.manifests.filter((each) => !kept.has(nameOf(each)));
    this.manifests = manifests;
    this.templates = podTemplates(manifests);
    await this.remove(gone);
    await this.apply(manifests);
    await this.settle();
  }

  /** Waits until what was applied and deleted before has reached every proxy of the stage. */
  public async settle(): Promise<void> {
    const { istiod } = this.theatre.mesh;
    await this.known.areKnownTo(istiod);
    const mark = `lab-settled-${Date.now()}`;
    await this.apply([everyProxyKnows(mark, istiod.namespace)]);
    await Promise.all(this.pods.flatMap(({ proxy }) => proxy?.knows(mark) ?? []));
  }

  /**
   * Takes a pod away as Kubernetes does: out of the endpoints at once, asked to end when its preStop hook is over, ended
   * by force when its grace period is. A native sidecar ends last.
   */
  public async leave(pod: Pod): Promise<void> {
    const { preStopSeconds, gracePeriodSeconds } = pod.place;
    const killedAt = performance.now() + gracePeriodSeconds * 1000;
    await this.remove([workloadEntry(pod.place)]);
    await sleep(Math.min(preStopSeconds, gracePeriodSeconds) * 1000);
    await pod.backEnd.end(killedAt - performance.now());
    if (pod.proxy !== undefined)
      await this.theatre.mesh.machine.processes.stop([pod.proxy.process]);
    this.pods = this.pods.filter((each) => each !== pod);
  }

  /** Applies more objects. */
  public async apply(objects: readonly KubernetesObject[]): Promise<void> {
    this.known.add(await this.theatre.mesh.server.kubectl.apply(objects));
    this.applied.push(...objects);
  }

  /** Deletes objects; proxies learn it a moment later. */
  public async remove(objects: readonly KubernetesObject[]): Promise<void> {
    await this.theatre.mesh.server.kubectl.delete(objects);
    this.known.remove(objects);
  }

  /** Pods of a service, or of one version of it. */
  public podsOf(service: string, version?: string): readonly Pod[] {
    const found = this.pods.filter(
      ({ place }) =>
        place.service === service && (version === undefined || place.version === version),
    );
    if (found.length === 0) throw new Error(`no pod of ${service} ${version ?? ''}`);
    return found;
  }

  /** The first pod of a service, or of one version of it. */
  public pod(service: string, version?: string): Pod {
    return this.podsOf(service, version)[0] as Pod;
  }

  /** The proxy of a service's first pod. */
  public proxy(service: string): Proxy {
    const { proxy } = this.pod(service);
    if (proxy === undefined) throw new Error(`${service} has no proxy`);
    return proxy;
  }

  /** Sends a request from one service to another, through the proxy of the first. */
  public send(from: string, to: string, request: Request = {}): Promise<Response> {
    return send(this.pod(from).place.outbound, { ...this.addressOf(to), ...request });
  }

  /** Sends a gRPC request from one service to another, through the proxy of the first. */
  public sendRpc(from: string, to: string, path: string): Promise<Response> {
    return sendRpc(this.pod(from).place.outbound, { ...this.addressOf(to), path });
  }

  /** Whether a TCP service answers another, through the proxy of the latter. */
  public connects(from: string, to: string): Promise<boolean> {
    return connects(this.pod(from).place.outbound, this.addressOf(to).port);
  }

  /** Whether anybody can call a service. */
  public isCallable(service: string): boolean {
    return this.manifests.some(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === service,
    );
  }

  /** What programs know a service as. */
  public addressOf(service: string): Pick<Call, 'host' | 'port'> {
    const found = this.manifests.find(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === service,
    );
    if (found === undefined) throw new Error(`nothing renders a Service ${service}`);
    const { ports } = found.spec as { ports: [{ port: number }] };
    return {
      host: `${service}.${found.metadata.namespace}.svc.cluster.local`,
      port: ports[0].port,
    };
  }

  /** A counter or gauge of the first pod of `from` about what it sends to `to`. */
  public upstream(from: string, to: string, name: string): Promise<number> {
    const { host, port } = this.addressOf(to);
    return this.proxy(from).stat(`cluster.outbound|${port}||${host};.${name}`);
  }

  /** What arrived at the pods of a service since the last time, in order. */
  public arrivals(service: string, version?: string): readonly Arrival[] {
    return this.podsOf(service, version)
      .flatMap(({ backEnd }) => backEnd.takeArrivals())
      .sort((a, b) => a.at - b.at);
  }

  /** Lets every pod of a service behave so. */
  public script(service: string, behaviour: Behaviour): void {
    for (const { backEnd } of this.podsOf(service)) backEnd.behaviour = behaviour;
  }

  /** Ends the pods and deletes what was applied. */
  public async close(): Promise<void> {
    const processes = this.pods.flatMap(({ proxy }) => proxy?.process ?? []);
    // nobody waits for what they still have open
    for (const each of processes) each.signal('SIGKILL');
    await this.theatre.mesh.machine.processes.stop(processes);
    await Promise.all(this.pods.map(({ backEnd }) => backEnd.close()));
    await this.remove(this.applied.filter(({ kind }) => kind !== 'Namespace'));
  }

  private oneOfEach(): readonly PodRequest[] {
    return this.templates
      .filter(({ service }) => service !== STRANGER)
      .map(({ service, version }) => ({ of: service, version, isProxied: true }));
  }

  private async ready({ place, proxy }: Pod): Promise<void> {
    await proxy?.ready(this.endpointsOf(place));
  }

  private places({ of, version = 'v1', count = 1, ...request }: PodRequest): readonly PodPlace[] {
    const template = this.templates.find((each) => each.service === of && each.version === version);
    if (template === undefined) throw new Error(`nothing renders ${of} ${version}`);
    const there = this.pods.filter(
      ({ place }) => place.service === of && place.version === version,
    ).length;
    return Array.from({ length: count }, (_, index) =>
      placePod(
        template,
        {
          ordinal: there + index,
          zone: request.zones?.[index % request.zones.length],
          isProxied: request.isProxied ?? false,
        },
        this.theatre.addresses,
      ),
    );
  }

  /** `address:port` of every pod that the Sidecar of this one lets it know. */
  private endpointsOf({ service, namespace }: PodPlace): readonly string[] {
    const sidecar = this.manifests.find(
      ({ kind, metadata }) =>
        kind === 'Sidecar' && metadata.name === service && metadata.namespace === namespace,
    );
    const { egress = [] } = (sidecar?.spec ?? {}) as { egress?: { hosts: string[] }[] };
    const hosts = egress.flatMap((each) => each.hosts.map((host) => host.split('/')[1] ?? ''));
    return this.pods
      .filter(
        ({ place }) =>
          sidecar === undefined ||
          hosts.some((host) => host.startsWith(`${place.service}.${place.namespace}.`)),
      )
      .flatMap(({ place }) => place.ports.map(({ number }) => `${place.address}:${number}`));
  }
}

async function serve(place: PodPlace, behaviour: Behaviour): Promise<BackEnd> {
  const backEnd = new BackEnd(behaviour);
  const { address, inside, isProxied } = place;
  for (const { number, protocol } of place.ports) {
    await backEnd.listen(isProxied ? inside : address, number, protocol);
  }
  return backEnd;
}
