import { megabytesOf } from './memory';

const EVERY_MS = 500;

/** Looks at the memory of a run, again and again. */
export class MemoryWatch {
  private all = 0;
  private latest = 0;
  private readonly timer: NodeJS.Timeout;

  public constructor(private readonly folder: string) {
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  /** The most megabytes that were in use at once. */
  public get most(): number {
    this.look();
    return this.all;
  }

  /** The same, since this was asked the last time. */
  public mostSince(): number {
    this.look();
    const { latest } = this;
    this.latest = 0;
    return latest;
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = megabytesOf(this.folder);
    this.all = Math.max(this.all, now);
    this.latest = Math.max(this.latest, now);
  }
}
