import type { Report } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import { istioDuration } from '../values/duration';
import type { PortDeclaration } from '../workload/declaration';
import type { SheddingDeclaration } from './declare';
import type { RateLimitPlan, SheddingPlan } from './plan';

/** Whether there are requests to refuse. */
export function checkSheddingPorts(
  declared: SheddingDeclaration,
  ports: readonly PortDeclaration[],
  report: Report,
): void {
  if (ports.some(({ family }) => family === 'http')) return;
  const got = ports.map(({ protocol, number }) => `${protocol} on ${number}`).join(', ');
  for (const prop of declaredProps(declared)) {
    report('MW0701', { prop, got: got === '' ? 'no port' : got });
  }
}

function declaredProps(declared: SheddingDeclaration): readonly string[] {
  const { rateLimits, admissionControl, adaptiveConcurrency, streamIdleTimeoutMs } = declared;
  return [
    ...(rateLimits.length > 0 ? ['rateLimits'] : []),
    ...(admissionControl === undefined ? [] : ['admissionControl']),
    ...(adaptiveConcurrency === undefined ? [] : ['adaptiveConcurrency']),
    ...(streamIdleTimeoutMs === undefined ? [] : ['streamIdleTimeout']),
  ];
}

/** Whether each limit can act, and no caller works against it. */
export function checkShedding(
  plan: SheddingPlan | undefined,
  into: readonly EdgePlan[],
  report: Report,
): void {
  if (plan === undefined) return;
  reportSameLimits(plan.rateLimits, report);
  reportIdleLimits(plan.rateLimits, report);
  for (const edge of into) {
    reportRepeatedRefusals(plan, edge, report);
    reportCutRequests(plan, edge, report);
  }
}

function reportSameLimits(limits: readonly RateLimitPlan[], report: Report): void {
  limits.forEach((limit, index) => {
    const twin = limits.slice(0, index).find(({ name }) => name === limit.name);
    if (twin !== undefined) report('MW0708', { prop: limit.prop, got: `the same as ${twin.prop}` });
  });
}

/** A narrow limit acts only where it is below every wider one that counts the same requests. */
function reportIdleLimits(limits: readonly RateLimitPlan[], report: Report): void {
  for (const limit of limits) {
    const wider = limits.find(
      (other) => isWider(other, limit) && rate(other) <= rate(limit) && other.burst <= limit.burst,
    );
    if (wider === undefined) continue;
    report('MW0709', {
      prop: limit.prop,
      got: rateText(limit),
      args: { wider: `${rateText(wider)} of ${wider.prop}` },
    });
  }
}

function isWider(wide: RateLimitPlan, narrow: RateLimitPlan): boolean {
  const covers = (a: string | undefined, b: string | undefined): boolean =>
    a === undefined || a === b;
  return (
    wide.name !== narrow.name &&
    covers(wide.operation, narrow.operation) &&
    covers(wide.selection.caller, narrow.selection.caller)
  );
}

function rate({ requests, intervalMs }: RateLimitPlan): number {
  return requests / intervalMs;
}

function rateText({ requests, intervalMs }: RateLimitPlan): string {
  return `${requests} in ${istioDuration(intervalMs)}`;
}

function reportRepeatedRefusals(plan: SheddingPlan, edge: EdgePlan, report: Report): void {
  if (plan.rateLimits.length === 0) return;
  const refusal = edge.port.protocol.startsWith('grpc') ? 'resource-exhausted' : '429';
  if (edge.retries?.retryOn.includes(refusal) !== true) return;
  report('MW0710', {
    prop: 'rateLimits',
    got: `${edge.prop} of ${edge.path} repeats after ${refusal}`,
  });
}

function reportCutRequests(
  { streamIdleTimeoutMs }: SheddingPlan,
  { path, prop, deadline }: EdgePlan,
  report: Report,
): void {
  if (streamIdleTimeoutMs === undefined || deadline === undefined) return;
  if (streamIdleTimeoutMs >= deadline.ms) return;
  report('MW0711', {
    prop: 'streamIdleTimeout',
    got: istioDuration(streamIdleTimeoutMs),
    args: { deadline: istioDuration(deadline.ms), call: `${prop} of ${path}` },
  });
}
