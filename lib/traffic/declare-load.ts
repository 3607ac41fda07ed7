import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readRequiredDuration } from '../values/duration';
import { instance, read } from '../values/read';
import { refuseOutput } from '../values/read-output';
import { Load, type LoadOptions } from './load';

/** A load as declared. */
export interface LoadDeclaration {
  readonly requestsPerSecond: number;
  readonly latencyMs: number;
}

/** A valid load, or undefined where it is not given or invalid. */
export function declareLoad(
  report: Report,
  prop: string,
  given: Load | undefined,
): LoadDeclaration | undefined {
  const load = read(report, instance(Load), [prop, given]);
  if (load === undefined) return undefined;
  const { requestsPerSecond } = load;
  if (refuseOutput(report, [prop, requestsPerSecond])) return undefined;
  const isRate = Number.isFinite(requestsPerSecond) && requestsPerSecond > 0;
  if (!isRate) report('MW0232', { prop, got: describe(requestsPerSecond) });
  // plain JavaScript may leave the options out, which is a finding and no crash
  const options: Partial<LoadOptions> = load.options ?? {};
  const latencyMs = readRequiredDuration(report, `${prop}.latency`, options.latency);
  return isRate && latencyMs !== undefined ? { requestsPerSecond, latencyMs } : undefined;
}
