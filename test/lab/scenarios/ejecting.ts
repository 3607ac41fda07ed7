import { setTimeout as sleep } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { Operation, OutlierDetection } from '../../../constructs';
import type { Request, Stage } from '../world/stage';

// Envoy acts on the first change of a cluster at once, and gathers those of the next second: update_merge_window
const MERGED_MS = 1_500;

/** A service of which pods go out of rotation after a few failures, and come back while somebody waits. */
export const SOON_EJECTED = {
  operations: { take: Operation.unsafe('POST /take') },
  outlierDetection: OutlierDetection.of({
    consecutive5xxErrors: 3,
    interval: Duration.millis(500),
    baseEjectionTime: Duration.seconds(12),
  }),
};

/** A request of it that nobody repeats. */
export const TAKE = { method: 'POST', path: '/take' };

/** Calls to one service of which some fail, from one whose proxy ejects pods. */
export class EjectingCalls {
  public constructor(
    private readonly stage: Stage,
    private readonly call: {
      readonly from: string;
      readonly to: string;
      readonly request: Request;
    },
  ) {}

  /** Pods that are out of rotation. */
  public ejected(): Promise<number> {
    const { from, to } = this.call;
    return this.stage.upstream(from, to, 'outlier_detection.ejections_active');
  }

  /** Waits until the proxy has acted on what came before: no change is gathered with a later one. */
  public async haveSettled(): Promise<void> {
    await sleep(MERGED_MS);
    // both threads have had their turn: one has answered this, and told the other before
    await this.ejected();
  }

  /** Sends requests one after the other, and gives the proxy time to act on what it ejects. */
  public async send(count: number): Promise<readonly number[]> {
    const { from, to, request } = this.call;
    const statuses: number[] = [];
    let known = await this.ejected();
    for (let sent = 0; sent < count; sent += 1) {
      const { status } = await this.stage.send(from, to, request);
      statuses.push(status);
      if (status === 200) continue;
      const now = await this.ejected();
      if (now !== known) await this.haveSettled();
      known = now;
    }
    return statuses;
  }
}
