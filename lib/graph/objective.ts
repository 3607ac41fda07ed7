import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';

/** A promise to those who call a service. */
export class Objective {
  /** At least `percent` of the requests are answered well: over 0, under 100. */
  public static availability(percent: number): Objective {
    return new Objective(percent, undefined);
  }

  /** At least `percent` of the requests are answered within `duration`: over 0, under 100. */
  public static latency(duration: Duration, percent: number): Objective {
    return new Objective(percent, duration);
  }

  private constructor(
    public readonly percent: number,
    /** Undefined for availability. */
    public readonly duration: Duration | undefined,
  ) {}
}

/** A promise as declared. */
export interface ObjectiveDeclaration {
  readonly percent: number;
  /** Undefined for availability. */
  readonly withinMs: number | undefined;
}

/** The objective, unless part of it is invalid. */
export function declareObjective(
  report: Report,
  prop: string,
  { percent, duration }: Objective,
): ObjectiveDeclaration[] {
  const isPercent = typeof percent === 'number' && percent > 0 && percent < 100;
  if (!isPercent) report('MW1070', { prop: `${prop}.percent`, got: describe(percent) });
  const withinMs = readDuration(report, `${prop}.duration`, duration);
  const isComplete = duration === undefined || withinMs !== undefined;
  return isPercent && isComplete ? [{ percent, withinMs }] : [];
}
