import { App, Chart } from 'cdk8s';
import { systemOf, type Manifest } from '../../constructs/testing';
import type { LabTheatre } from './lab';
import { Predictions } from './predictions';
import { Rows, type Row } from './report/rows';
import type { Scenario } from './scenarios/scenario';
import { Stage } from './world/stage';

/** How a scenario is played. */
export interface Manner {
  /** Takes out what the scenario is about. */
  readonly isMutated: boolean;
  /** Called while everything still runs. */
  readonly beforeClosing: (stage: Stage) => Promise<void>;
}

/** What a scenario came to. */
export interface Outcome {
  readonly scenario: Scenario;
  readonly rows: readonly Row[];
  /** Why it could not be played to its end. */
  readonly broke: string | undefined;
  readonly seconds: number;
}

/** Synthesizes a scenario's system, applies it, and lets happen what is to happen. */
export async function play(
  scenario: Scenario,
  theatre: LabTheatre,
  { isMutated, beforeClosing }: Manner,
): Promise<Outcome> {
  const started = Date.now();
  const rows = new Rows();
  const mutate = isMutated ? scenario.mutation.apply : unchanged;
  const first = synthesize(scenario.name, scenario.declare);
  const stage = new Stage(theatre, mutate(first.manifests));
  const predictions = new Predictions(first.app);
  const become = (declare: (chart: Chart) => void): Promise<void> =>
    stage.become(mutate(synthesize(scenario.name, declare).manifests));
  let broke: string | undefined;
  try {
    await stage.open(scenario.pods);
    await scenario.run({ stage, predictions, rows, become, theatre });
    await beforeClosing(stage);
  } catch (error) {
    broke = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await stage.close();
  }
  return { scenario, rows: rows.rows, broke, seconds: (Date.now() - started) / 1000 };
}

function unchanged(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests;
}

function synthesize(
  name: string,
  declare: (chart: Chart) => void,
): { readonly app: App; readonly manifests: readonly Manifest[] } {
  const app = new App();
  declare(new Chart(app, name, { namespace: name }));
  return { app, manifests: systemOf(app).manifests() };
}

/** Whether everything promised was seen. */
export function isGood({ rows, broke }: Outcome): boolean {
  return broke === undefined && rows.length > 0 && rows.every(({ holds }) => holds);
}

/** Whether a scenario without its subject was seen to fail. */
export function isNoticed({ rows }: Outcome): boolean {
  return rows.some(({ holds }) => !holds);
}
