import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import { describe } from './describe';
import { refuseOutput } from './read-output';

/** Whole milliseconds of a valid duration; a bad one is reported and counts as not given. */
export function readDuration(
  report: Report,
  prop: string,
  value: Duration | undefined,
): number | undefined {
  if (value === undefined || isKnownLater(report, [prop, value])) return undefined;
  const ms = milliseconds(value);
  // Istio refuses durations under 1 ms and fractions of it: pkg/config/validation/agent/validation.go, ValidateDuration
  if (ms !== undefined && Number.isInteger(ms) && ms >= 1) return ms;
  report('MW0003', { prop, got: ms === undefined ? describe(value) : `${ms}ms` });
  return undefined;
}

/** {@link readDuration} for a duration that must be there, which plain JavaScript does not promise. */
export function readRequiredDuration(
  report: Report,
  prop: string,
  value: Duration | undefined,
): number | undefined {
  if (value === undefined) report('MW0003', { prop, got: 'nothing' });
  return readDuration(report, prop, value);
}

/** Reports an Output, alone or as what a duration was made of. */
function isKnownLater(report: Report, [prop, value]: readonly [string, unknown]): boolean {
  const isObject = typeof value === 'object' && value !== null;
  const amount = isObject && 'amount' in value ? value.amount : value;
  return refuseOutput(report, [prop, amount]);
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('toMilliseconds' in value)) return undefined;
  const ms = (value as Duration).toMilliseconds({ integral: false });
  // 1.001 s become 1000.9999999999999 ms: that is how the multiplication rounds, not what was asked for
  return Math.abs(ms - Math.round(ms)) < 1e-9 * Math.max(1, ms) ? Math.round(ms) : ms;
}

/** Istio's notation, in the largest unit that keeps the number whole: `2s`, `1500ms`. */
export function istioDuration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** Whole seconds, rounded up, for fields of Kubernetes that know no fractions. */
export function secondsUp(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** The JSON notation of protocol buffers, which Envoy takes: `2s`, `1.5s`. */
export function protoDuration(ms: number): string {
  return `${ms / 1000}s`;
}
