import {
  ENVOY_FILTER_PRIORITY,
  insertFilter,
  renderEnvoyFilter,
  type EnvoyFilterSpec,
} from '../envoy/render';
import { renderMatchers } from '../envoy/render-matchers';
import { protoDuration } from '../values/duration';
import { GRPC_STATUS } from './fault';
import type { ExperimentPlan, FaultPlan } from './plan';

/** The fault, on the server's side: a route with a fault would lose its retries and timeout. */
export function renderExperiment(plan: ExperimentPlan): EnvoyFilterSpec {
  const headers = renderMatchers(plan.selection);
  const filter = {
    name: `meshwright.experiment.${plan.name}`,
    type: 'fault.v3.HTTPFault',
    config: { ...renderFault(plan.fault), ...(headers.length > 0 && { headers }) },
  };
  return renderEnvoyFilter({
    service: plan.service,
    priority: ENVOY_FILTER_PRIORITY.experiment,
    patches: plan.ports.map((port) => insertFilter(port, filter)),
  });
}

function renderFault(fault: FaultPlan): Readonly<Record<string, unknown>> {
  const percentage = { numerator: fault.percent, denominator: 'HUNDRED' };
  if (fault.kind === 'delay') {
    return { delay: { fixed_delay: protoDuration(fault.delayMs), percentage } };
  }
  const { status } = fault;
  return typeof status === 'string'
    ? { abort: { grpc_status: GRPC_STATUS[status], percentage } }
    : { abort: { http_status: status, percentage } };
}

/** What the experiment should show, in words, one line for each call. */
export function renderHypotheses({ hypotheses }: ExperimentPlan): string {
  return hypotheses.map(({ edge, text }) => `${edge}: ${text}`).join('\n');
}
