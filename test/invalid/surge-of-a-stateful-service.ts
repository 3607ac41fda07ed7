import type { Chart } from 'cdk8s';
import { Rollout, Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0136'];

export function build(chart: Chart): void {
  aService(chart, 'ledger', { workload: Workload.stateful(), rollout: Rollout.surge(1) });
}
