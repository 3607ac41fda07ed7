import type { EdgeModel, NodeModel } from '../../../lib/graph/model';

/** One try of a call, as an adversary sees it. */
export interface Try {
  readonly edge: EdgeModel;
  /** Of the mesh, from 0. */
  readonly mesh: number;
  /** Of the client library, from 0. */
  readonly client: number;
}

/** What becomes of a try; a hanging one is never answered. */
export type Fate = 'answered' | 'failed' | 'refused' | 'hanging';

/** Who decides what fails, and how long everything takes, within what the model allows. */
export interface Adversary {
  fateOf(attempt: Try): Fate;
  /**
   * When a try fails or is refused: at most what the callee or the connection may take, which is when it happens where
   * nobody says anything.
   */
  failsAfterMs?(attempt: Try, fate: 'failed' | 'refused'): number;
  /** At most the time to connect; none where nobody says anything. */
  connectMs?(attempt: Try): number;
  /** At most the node's own time. */
  ownMs(node: NodeModel): number;
  /** At most the longest pause before this retry of the mesh, from 1. */
  pauseMs(edge: EdgeModel, retry: number): number;
}
