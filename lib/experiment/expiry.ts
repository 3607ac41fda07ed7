import { reportAt, type Finding } from '../findings/finding';
import type { ExperimentPlan } from './plan';

interface Experiments {
  readonly experiments: ReadonlyMap<string, ExperimentPlan>;
}

const FULL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `value` is a day that the calendar has, written as RFC 3339 writes a full date. */
export function isFullDate(value: unknown): value is string {
  if (typeof value !== 'string' || !FULL_DATE.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  // JavaScript takes the 30th of February for the 2nd of March
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** The experiments whose last day is over on the day `at`, written `2027-01-31`, in a fixed order. */
export function expiredExperiments(
  { experiments }: Experiments,
  at: string,
): readonly ExperimentPlan[] {
  if (!isFullDate(at)) throw new RangeError(`want a date such as 2027-01-31, got ${String(at)}`);
  // dates of this form sort as text
  return [...experiments.values()].filter(({ expires }) => expires < at);
}

/** Tells of each experiment whose last day is over on the day `at`. */
export function checkExpiry(plan: Experiments, at: string, findings: Finding[]): void {
  for (const { path, expires } of expiredExperiments(plan, at)) {
    reportAt(path, findings)('MW0811', { prop: 'expires', got: expires, args: { at } });
  }
}
