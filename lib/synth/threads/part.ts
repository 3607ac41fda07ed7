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

/** How far a thread is: its objects that are done, and those that are known so far. */
export interface Progress {
  readonly done: number;
  readonly known: number;
}

/** What a thread says: how far it is, now and then, and what it has written, at its end. */
export type Message = { readonly progress: Progress } | { readonly written: Written };

/** What a thread has written; its files wait. */
export interface Written {
  readonly names: readonly string[];
  readonly moved: readonly string[];
  readonly objects: number;
  readonly summary: AppsSummary;
}
