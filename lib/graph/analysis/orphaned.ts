import type { EdgeModel } from '../model';
import { perTryMs, slowTries } from './tries';

/** Tries of one request that end before their callee does, each of which leaves it working for nobody. */
export interface Orphaned {
  /** How long the callee works on after all tries together. */
  readonly ms: number;
  /** What `ms` is made of: `5 x (1000ms - 525ms)`; empty where no try is cut off. */
  readonly derivation: string;
}

/** What is left of a slow callee's work when each try is cut off by its own timeout or the end of the deadline. */
export function orphanedBy(edge: EdgeModel, calleeMs: number): Orphaned {
  const cuts = cutsOf(edge).filter((cut) => cut < calleeMs);
  const sum = cuts.reduce((ms, cut) => ms + calleeMs - cut, 0);
  const derivation = [...new Set(cuts)].map((cut) => {
    const tries = cuts.filter((each) => each === cut).length;
    return `${tries} x (${calleeMs}ms - ${cut}ms)`;
  });
  return { ms: sum, derivation: derivation.join(' + ') };
}

/** When each try ends that has no answer, the shortest pauses between. */
function cutsOf(edge: EdgeModel): readonly number[] {
  if (!edge.carriesRequests) return [];
  const perTry = perTryMs(edge) ?? Infinity;
  const deadline = edge.deadline?.ms ?? Infinity;
  return Array.from({ length: slowTries(edge) }, (_none, before) =>
    Math.min(perTry, before === 0 ? deadline : deadline - before * perTry),
  );
}
