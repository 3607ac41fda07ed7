import type { EdgePlan } from '../graph/edge';
import { PLAIN_CALL } from '../graph/call-pattern';
import type { RetriesDeclaration } from '../traffic/declare-retries';
import { originText, type Given } from '../traffic/layers';
import type { RetryPlan } from '../traffic/plan-retries';
import { istioDuration } from '../values/duration';
import { valueOf, type ExplainedValue } from './explained';

const CALL = 'the call';

/** Deadline and retries of a call, as its routes have them. */
export function routeValues(edge: EdgePlan): readonly ExplainedValue[] {
  const { deadline, retries, retriesWithoutKey, declaredRetries: declared, keyHeader } = edge;
  return [
    ...valueOf('timeout', deadline && istioDuration(deadline.ms), deadlineOrigin(edge)),
    ...(retries === undefined ? [] : retryValues(retries, declared)),
    ...valueOf(
      `retries without ${keyHeader ?? 'key'}`,
      retriesWithoutKey?.attempts,
      'default of an unsafe operation',
    ),
  ];
}

function deadlineOrigin({ deadline, target }: EdgePlan): string {
  if (deadline === undefined) return '';
  const { from, origin, neededMs, ms } = deadline;
  const said = originText(from);
  // the routes of a host are where it is declared
  if (target.kind === 'reference') return `${said}, unless its own app says otherwise`;
  if (origin === 'derived') return `${said}: own time of ${target.name} and of what it calls`;
  if (origin === 'capped') return `${said}: it needs ${istioDuration(neededMs)}`;
  return ms === neededMs ? said : `${said} (${origin})`;
}

function retryValues(
  retries: RetryPlan,
  declared: Given<RetriesDeclaration> | undefined,
): readonly ExplainedValue[] {
  const said = declared === undefined ? 'default' : originText(declared.origin);
  const given = (value: unknown, otherwise = 'default'): string =>
    value === undefined ? otherwise : said;
  const own = declared?.value;
  const attempts = valueOf('retries', retries.attempts, said);
  if (retries.attempts === 0) return attempts;
  const perTry = retries.perTryTimeoutMs;
  return [
    ...attempts,
    ...valueOf('retryOn', retries.retryOn.join(', '), given(own?.conditions)),
    ...valueOf(
      'perTryTimeout',
      perTry === undefined ? 'none' : istioDuration(perTry),
      given(own?.perTryTimeoutMs, perTry === undefined ? 'default' : 'computed'),
    ),
    ...valueOf('backoff', istioDuration(retries.backoffMs), given(own?.backoffMs)),
    ...valueOf(
      'retryIgnorePreviousHosts',
      String(retries.retryIgnorePreviousHosts),
      given(own?.retryIgnorePreviousHosts),
    ),
    ...valueOf(
      'retryRemoteLocalities',
      String(retries.retryRemoteLocalities),
      given(own?.retryRemoteLocalities),
    ),
  ];
}

/** How the caller makes the call, and what comes of it. */
export function patternValues({ pattern, load }: EdgePlan): readonly ExplainedValue[] {
  const said = (name: keyof typeof PLAIN_CALL): string =>
    pattern[name] === PLAIN_CALL[name] ? 'default' : CALL;
  return [
    ...valueOf('times', pattern.times, said('times')),
    ...valueOf('parallelGroup', pattern.parallelGroup ?? 'none', said('parallelGroup')),
    ...valueOf('fallback', pattern.fallback ?? 'none', said('fallback')),
    ...valueOf('clientRetries', pattern.clientRetries, said('clientRetries')),
    ...valueOf('load', load && loadText(load), CALL),
  ];
}

function loadText({ requestsPerSecond, latencyMs }: NonNullable<EdgePlan['load']>): string {
  return `${requestsPerSecond}/s of ${istioDuration(latencyMs)} each`;
}
