import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryWatch } from '../machine/memory-watch';
import { Processes, type Command, type RunningProcess } from '../machine/processes';
import { Audit } from './audit';
import { startCluster } from './cluster';
import { Engine } from './engine';
import type { SecondCluster, Theatre } from './scenario';

/** Namespaces that the cluster has by itself. */
const OWN_NAMESPACES = /^(default|kube-.*)$/;

/** What the scenarios of one run share. */
export class PulumiLab {
  public readonly folder = mkdtempSync(join(tmpdir(), 'meshwright-lab-pulumi-'));
  private readonly processes = new Processes(this.folder);
  private readonly memory = new MemoryWatch(this.folder);
  private started: Theatre | undefined;

  /** Starts a cluster, and prepares the engine. */
  public async start(): Promise<Engine> {
    const { processes, folder, memory } = this;
    const audit = new Audit(folder);
    const kubectl = await startCluster({ processes, folder }, audit.flags);
    const engine = await Engine.start(folder, kubectl.kubeconfig);
    const another = () => this.startAnother();
    this.started = { engine, kubectl, another, folder, audit, memory };
    return engine;
  }

  public get theatre(): Theatre {
    if (this.started === undefined) throw new Error('the lab has not been started');
    return this.started;
  }

  /** The most memory that everything had in use at once. */
  public get megabytes(): number {
    return this.memory.most;
  }

  /** Removes what a scenario that failed may have left for the next one. */
  public async tidy(): Promise<void> {
    const { kubectl } = this.theatre;
    const { items } = await kubectl.get<{ items: { metadata: { name: string } }[] }>('namespaces');
    const names = items.map(({ metadata }) => metadata.name);
    const left = names.filter((name) => !OWN_NAMESPACES.test(name));
    if (left.length > 0) await kubectl.try(['delete', 'namespace', '--timeout=60s', ...left]);
  }

  /** Stops everything that was started, and removes its files. */
  public async stop(): Promise<void> {
    this.memory.stop();
    await this.processes.stopAll();
    if (!process.env.LAB_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }

  private async startAnother(): Promise<SecondCluster> {
    const folder = mkdtempSync(join(this.folder, 'cluster-'));
    const started: RunningProcess[] = [];
    const start = (command: Command): RunningProcess => {
      const process = this.processes.start(command);
      started.push(process);
      return process;
    };
    const stop = (these: readonly RunningProcess[]) => this.processes.stop(these);
    const kubectl = await startCluster({ processes: { start, stop }, folder }, []);
    return { kubectl, stop: () => stop(started) };
  }
}
