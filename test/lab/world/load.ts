import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from './client';

// 4 at a time, and 5 ms between the requests of each, are under 800 a second
const SENDERS = 4;
const PAUSE_MS = 5;

/** Requests that go on while something happens. */
export class Load {
  private readonly statuses: number[] = [];
  private readonly senders: readonly Promise<void>[];
  private goesOn = true;

  public constructor(private readonly send: () => Promise<Response>) {
    this.senders = Array.from({ length: SENDERS }, () => this.keepSending());
  }

  /** Ends the load: how many requests there were, and how many did not get 200. */
  public async stop(): Promise<{ readonly requests: number; readonly failed: number }> {
    this.goesOn = false;
    await Promise.all(this.senders);
    const failed = this.statuses.filter((status) => status !== 200).length;
    return { requests: this.statuses.length, failed };
  }

  private async keepSending(): Promise<void> {
    while (this.goesOn) {
      this.statuses.push((await this.send()).status);
      await sleep(PAUSE_MS);
    }
  }
}
