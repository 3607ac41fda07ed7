import { Duration, type Chart } from 'cdk8s';
import { Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0132'];

export function build(chart: Chart): void {
  aService(chart, 'recount', {
    port: undefined,
    workload: Workload.job(),
    startsWithin: Duration.seconds(7),
  });
}
