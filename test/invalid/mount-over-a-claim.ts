import { Size, type Chart } from 'cdk8s';
import { Mount, Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0116'];

export function build(chart: Chart): void {
  const claims = { data: { mountPath: '/data', size: Size.gibibytes(7) } };
  aService(chart, 'ledger', {
    workload: Workload.stateful({ claims }),
    mounts: [Mount.emptyDir('/data')],
  });
}
