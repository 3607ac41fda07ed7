import type { Report } from '../findings/finding';
import type { ServiceDeclaration } from '../graph/declare-service';
import type { EdgePlan } from '../graph/edge';
import { clientPodsOf } from './clients';
import type { DestinationRulePlan } from './plan-destination';
import type { InboundPlan } from './plan-inbound';

/** Tells where outlier detection has nothing to choose from. */
export function checkEjection(
  destination: DestinationRulePlan | undefined,
  { workload, traffic }: ServiceDeclaration,
  report: Report,
): void {
  const isOff = destination?.policy.origins.outlierDetection !== undefined;
  // a failover that needs it is told so
  if (destination === undefined || isOff || traffic.failover !== undefined) return;
  const subsets = destination.subsets.length > 0 ? destination.subsets : [undefined];
  for (const subset of subsets) {
    const policy = subset?.policy ?? destination.policy;
    if (policy.outlierDetection !== undefined) continue;
    const prop = subset === undefined ? 'scale' : `versions.${subset.name}.scale`;
    report('MW0213', { prop, got: `1 replica of a ${workload.kind}` });
  }
}

/** Whether each client gets at least one request out of what the server can take. */
export function checkShares(
  inbound: InboundPlan | undefined,
  { into, serverPods }: { readonly into: readonly EdgePlan[]; readonly serverPods: number },
  report: Report,
): void {
  if (inbound === undefined) return;
  const total = inbound.limits.maxRequests * serverPods;
  const clients = clientPodsOf(into);
  if (into.length === 0 || clients <= total) return;
  report('MW0243', { prop: 'capacity', got: `${clients} pods that call`, args: { total } });
}

/** Whether a mirror has requests that it may copy. */
export function checkMirror(
  { traffic: { mirror } }: ServiceDeclaration,
  into: readonly EdgePlan[],
  report: Report,
): void {
  if (mirror === undefined || mirror.everythingReason !== undefined) return;
  const isCopied = into.some(
    ({ repeatability }) => repeatability === 'safe' || repeatability === 'idempotent',
  );
  if (!isCopied) report('MW0246', { prop: 'mirror', got: `${into.length} calls, none repeatable` });
}
