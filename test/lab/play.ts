import { Chart, App } from 'cdk8s';
import { systemOf } from '../../constructs/testing';
import { Predictions } from './predictions';
import { Rows, type Row } from './report/rows';
import type { Scenario } from './scenarios/scenario';
import { Stage, type Theatre } from './world/stage';

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
  theatre: Theatre,
  { isMutated, beforeClosing }: Manner,
): Promise<Outcome> {
  const started = Date.now();
  const rows = new Rows();
  const app = new App();
  const chart = new Chart(app, scenario.name, { namespace: scenario.name });
  scenario.declare(chart);
  const rendered = systemOf(app).manifests();
  const stage = new Stage(theatre, isMutated ? scenario.mutation.apply(rendered) : rendered);
  let broke: string | undefined;
  try {
    await stage.open(scenario.pods);
    await scenario.run({ stage, predictions: new Predictions(app), rows });
    await beforeClosing(stage);
  } catch (error) {
    broke = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await stage.close();
  }
  return { scenario, rows: rows.rows, broke, seconds: (Date.now() - started) / 1000 };
}

/** Whether everything promised was seen. */
export function isGood({ rows, broke }: Outcome): boolean {
  return broke === undefined && rows.length > 0 && rows.every(({ holds }) => holds);
}

/** Whether a scenario without its subject was seen to fail. */
export function isNoticed({ rows }: Outcome): boolean {
  return rows.some(({ holds }) => !holds);
}
