import type { Chart } from 'cdk8s';
import { Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0008'];

export function build(chart: Chart): void {
  const claims = { data: { mountPath: '/data' } as never };
  aService(chart, 'ledger', { workload: Workload.stateful({ claims }) });
}
