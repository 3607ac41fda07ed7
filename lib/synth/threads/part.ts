import type { App } from 'cdk8s';
import type { AppsSummary } from '../app-writer';
import type { Places } from '../output/waiting-files';

/** What a thread is to write. */
export interface Part {
  /** Exports `shards`, a {@link MakeShards}. */
  readonly module: string;
  readonly outdir: string;
  readonly places: Places;
  /** Which part, from 0. */
  readonly part: number;
  readonly parts: number;
}

/** Makes the apps of one part. */
export type MakeShards = (part: number, parts: number) => Iterable<App>;

/** What a thread has written; its files wait. */
export interface Written {
  readonly names: readonly string[];
  readonly moved: readonly string[];
  readonly objects: number;
  readonly summary: AppsSummary;
}
