import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from './client';

// 4 at a time, and 5 ms between the requests of each, are under 800 a second
const SENDERS = 4;
const PAUSE_MS = 5;

/** Requests that go on while something happens. */
export class Load {
  private requests = 0;
  private readonly failures: string[] = [];
  private readonly senders: readonly Promise<void>[];
  private goesOn = true;

  public constructor(private readonly send: () => Promise<Response>) {
    this.senders = Array.from({ length: SENDERS }, () => this.keepSending());
  }

  /** Ends the load: how many requests there were, and what those got that did not get 200. */
  public async stop(): Promise<{
    readonly requests: number;
    readonly failures: readonly string[];
  }> {
    this.goesOn = false;
    await Promise.all(this.senders);
    return { requests: this.requests, failures: this.failures };
  }

  private async keepSending(): Promise<void> {
    while (this.goesOn) {
      const { status, body, tookMs } = await this.send();
      this.requests += 1;
      if (status !== 200) this.failures.push(`${status} after ${Math.round(tookMs)} ms: ${body}`);
      await sleep(PAUSE_MS);
    }
  }
}
