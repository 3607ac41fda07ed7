import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer, type Machine } from './cluster/api-server';
import { startIstiod } from './cluster/istiod';
import { installWebhook } from './cluster/webhook';
import { residentMegabytes } from './machine/memory';
import { reserveNetwork } from './machine/ports';
import { Processes } from './machine/processes';
import { NameServer } from './world/name-server';
import { Addresses } from './world/place';
import type { Theatre } from './world/stage';

/** What the scenarios of one run share. */
export class Lab {
  public readonly folder = mkdtempSync(join(tmpdir(), 'meshwright-lab-'));
  private readonly processes = new Processes(this.folder);
  private mostMegabytes = 0;

  /** Starts an API server and a control plane. */
  public async start(): Promise<Theatre & { readonly names: NameServer }> {
    const machine: Machine = { processes: this.processes, folder: this.folder };
    const server = await startApiServer(machine);
    const istiod = await startIstiod(machine, server);
    await installWebhook(server.kubectl, istiod);
    const names = await NameServer.start();
    return {
      mesh: { machine, server, istiod, dns: names.endpoint },
      addresses: new Addresses(await reserveNetwork()),
      names,
    };
  }

  /** The most memory that was in use whenever this was asked. */
  public measureMemory(): number {
    this.mostMegabytes = Math.max(
      this.mostMegabytes,
      residentMegabytes(this.processes.groups) + process.memoryUsage().rss / 2 ** 20,
    );
    return Math.round(this.mostMegabytes);
  }

  /** Stops everything that was started, and removes its files. */
  public async stop(): Promise<void> {
    await this.processes.stopAll();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
