import { createRequire } from 'node:module';
import type * as CliProgress from 'cli-progress';

/** Where a bar is shown: standard error, as a rule. */
export type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean };

// what is over within a second needs no bar
const PATIENCE_MS = 1_000;

/** Whether all objects are known before the first is written; they are not where apps are made one by one. */
export type Total = 'known' | 'unknown';

/** Shows how far a synthesis is, on a terminal, once it has lasted for a second. */
export class ProgressBar {
  private readonly from: number;
  private bar: CliProgress.SingleBar | undefined;

  public constructor(
    private readonly total: Total,
    private readonly terminal: Terminal = process.stderr,
    private readonly now: () => number = Date.now,
  ) {
    this.from = now() + PATIENCE_MS;
  }

  /** Shows that `done` objects are written, of `total` that are known so far. */
  public readonly show = (done: number, total: number): void => {
    if (this.terminal.isTTY !== true || this.now() < this.from) return;
    if (this.bar === undefined) {
      this.bar = barOn(this.terminal, FORMATS[this.total]);
      this.bar.start(total, done);
    }
    this.bar.setTotal(total);
    this.bar.update(done);
  };

  /** Removes the bar, if there is one. */
  public clear(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}

const FORMATS: Readonly<Record<Total, string>> = {
  known: '{bar} {value} of {total} objects',
  unknown: 'objects written: {value}',
};

function barOn(stream: NodeJS.WritableStream, format: string): CliProgress.SingleBar {
  // read when there is a bar to show, since most programs are over before
  const { SingleBar } = createRequire(__filename)('cli-progress') as typeof CliProgress;
  return new SingleBar({
    stream,
    format,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    // signals are held while files are moved, which is no business of a bar
    gracefulExit: false,
  });
}
