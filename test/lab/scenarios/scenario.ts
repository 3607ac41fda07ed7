import type { Chart } from 'cdk8s';
import type { Manifest } from '../../../constructs/testing';
import type { Predictions } from '../predictions';
import type { Rows } from '../report/rows';
import type { LabTheatre } from '../lab';
import type { PodRequests, Stage } from '../world/stage';

/** What a scenario works with. */
export interface Play {
  readonly stage: Stage;
  readonly predictions: Predictions;
  readonly rows: Rows;
  /** Renders another program in the place of the scenario's own. */
  readonly become: (declare: (chart: Chart) => void) => Promise<void>;
  readonly theatre: LabTheatre;
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
  readonly pods: PodRequests;
  readonly run: (play: Play) => Promise<void>;
  readonly mutation: Mutation;
}
