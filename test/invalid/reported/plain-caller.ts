import type { Chart } from 'cdk8s';
import { Caller, MutualTls } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1015'];

export function build(chart: Chart): void {
  const reason = 'the probes of the old monitoring have no sidecar';
  const orders = aService(chart, 'orders', { mtls: MutualTls.permissive(reason) });
  orders.permits(Caller.withoutSidecar('legacy', { app: 'probe' }));
}
