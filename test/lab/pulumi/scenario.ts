import type { Kubectl } from '../cluster/kubectl';
import type { MemoryWatch } from '../machine/memory-watch';
import type { Audit } from './audit';
import type { Engine } from './engine';

/** What a scenario is played with. */
export interface Theatre {
  readonly engine: Engine;
  readonly kubectl: Kubectl;
  /** Starts a second cluster, which otherwise ends with the lab. */
  readonly another: () => Promise<SecondCluster>;
  /** For files of this run. */
  readonly folder: string;
  readonly audit: Audit;
  /** What cluster, engine and program have in use. */
  readonly memory: MemoryWatch;
}

/** A cluster for a scenario that needs two. */
export interface SecondCluster {
  readonly kubectl: Kubectl;
  stop(): Promise<void>;
}

/** One promise and what came of it. */
export interface Row {
  readonly promise: string;
  readonly measured: string;
  readonly holds: boolean;
  readonly seconds: number;
}

/** Something that is deployed and looked at. */
export interface Scenario {
  readonly name: string;
  readonly play: (theatre: Theatre) => AsyncGenerator<Row>;
}

/** A row of what a run of the engine did, held against what it should have done. */
export function row(
  promise: string,
  run: { readonly seconds: number; readonly text: string },
  [measured, holds]: readonly [string, boolean],
): Row {
  const tail = run.text.split('\n').slice(-60).join('\n');
  return {
    promise,
    measured: holds ? measured : `${measured}\n${tail}`,
    holds,
    seconds: run.seconds,
  };
}

/** A row of what is there after a run of the engine. */
export function seen(promise: string, [measured, holds]: readonly [string, boolean]): Row {
  return { promise, measured, holds, seconds: 0 };
}
