import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import { flag, instance, read, readList } from '../values/read';
import { refuseOutput } from '../values/read-output';
import { RESPONSE_CONDITIONS, Retries, type RetryCondition } from './retries';

// each retry multiplies the load on a failing server; more than ten is an outage of its own making
const MAX_ATTEMPTS = 10;

/** Retries as declared. */
export interface RetriesDeclaration {
  readonly kind: 'unreached' | 'response';
  readonly attempts: number;
  readonly conditions: readonly (RetryCondition | number)[] | undefined;
  readonly perTryTimeoutMs: number | undefined;
  readonly backoffMs: number | undefined;
  readonly retryIgnorePreviousHosts: boolean | undefined;
  readonly retryRemoteLocalities: boolean | undefined;
}

/** Valid retries, or undefined where they are not given or invalid. */
export function declareRetries(
  report: Report,
  prop: string,
  given: Retries | undefined,
): RetriesDeclaration | undefined {
  const retries = read(report, instance<Retries>(Retries), [prop, given]);
  if (retries === undefined) return undefined;
  const { kind, options } = retries;
  if (refuseOutput(report, [prop, retries.attempts])) return undefined;
  const attempts = retries.attempts === 'never' ? 0 : retries.attempts;
  const isInRange = Number.isInteger(attempts) && attempts >= 1 && attempts <= MAX_ATTEMPTS;
  if (retries.attempts !== 'never' && !isInRange) {
    report('MW0201', { prop, got: describe(attempts), args: { maximum: MAX_ATTEMPTS } });
    return undefined;
  }
  return {
    kind,
    attempts,
    conditions: declareConditions(report, prop, options.conditions),
    perTryTimeoutMs: readDuration(report, `${prop}.perTryTimeout`, options.perTryTimeout),
    backoffMs: readDuration(report, `${prop}.backoff`, options.backoff),
    retryIgnorePreviousHosts: read(report, flag, [
      `${prop}.retryIgnorePreviousHosts`,
      options.retryIgnorePreviousHosts,
    ]),
    retryRemoteLocalities: read(report, flag, [
      `${prop}.retryRemoteLocalities`,
      options.retryRemoteLocalities,
    ]),
  };
}

function declareConditions(
  report: Report,
  prop: string,
  conditions: readonly (RetryCondition | number)[] | undefined,
): readonly (RetryCondition | number)[] | undefined {
  if (conditions === undefined) return undefined;
  const known = readList(report, `${prop}.conditions`, conditions).filter((condition) => {
    const isKnown =
      typeof condition === 'number'
        ? Number.isInteger(condition) && condition >= 400 && condition <= 599
        : RESPONSE_CONDITIONS.includes(condition);
    if (!isKnown) {
      report('MW0202', {
        prop: `${prop}.conditions`,
        got: describe(condition),
        args: { conditions: RESPONSE_CONDITIONS.join(', ') },
      });
    }
    return isKnown;
  });
  // in a fixed order, so that two equal policies are equal
  return [...new Set(known)].sort((a, b) => (String(a) < String(b) ? -1 : 1));
}
