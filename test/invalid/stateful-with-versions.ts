import type { Chart } from 'cdk8s';
import { Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0122'];

export function build(chart: Chart): void {
  const image = 'ghcr.io/acme/ledger:1.2.3';
  aService(chart, 'ledger', {
    workload: Workload.stateful(),
    versions: { v1: { image, weight: 89 }, v2: { image, weight: 11 } },
  });
}
