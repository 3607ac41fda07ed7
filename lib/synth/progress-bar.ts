/** Where a bar is shown: standard error, as a rule. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;
// what is over within a second needs no bar
const PATIENCE_MS = 1_000;
const EVERY_MS = 100;

/** Shows how far a synthesis is, on a terminal, once it has lasted for a second. */
export class ProgressBar {
  private next: number;
  private isShown = false;

  public constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number = Date.now,
  ) {
    this.next = now() + PATIENCE_MS;
  }

  /** Shows that `done` of `total` objects are written. */
  public show(done: number, total: number): void {
    if (this.terminal.isTTY !== true) return;
    const now = this.now();
    if (now < this.next) return;
    this.next = now + EVERY_MS;
    this.isShown = true;
    const filled = Math.floor((WIDTH * done) / total);
    const bar = '█'.repeat(filled).padEnd(WIDTH, '░');
    this.terminal.write(`\r${bar} ${done} of ${total} objects`);
  }

  /** Removes the bar, if there is one. */
  public clear(): void {
    if (!this.isShown) return;
    this.isShown = false;
    // from the beginning of the line, all of it
    this.terminal.write('\r\u001b[K');
  }
}
