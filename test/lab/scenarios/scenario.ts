import type { Chart } from 'cdk8s';
import type { Manifest } from '../../../constructs/testing';
import type { Predictions } from '../predictions';
import type { Rows } from '../report/rows';
import type { PodRequest, Stage } from '../world/stage';

/** What a scenario works with. */
export interface Play {
  readonly stage: Stage;
  readonly predictions: Predictions;
  readonly rows: Rows;
}

/** How a scenario is shown to notice: what it is about is taken out of what was rendered. */
export interface Mutation {
  /** What is removed or weakened. */
  readonly weakens: string;
  readonly apply: (manifests: readonly Manifest[]) => readonly Manifest[];
}

/** A system, what happens to it, and what is promised then. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Declares the system, with the constructs of this package. */
  readonly declare: (chart: Chart) => void;
  readonly pods: readonly PodRequest[];
  readonly run: (play: Play) => Promise<void>;
  readonly mutation: Mutation;
}
