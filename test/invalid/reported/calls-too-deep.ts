import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1014'];

export function build(chart: Chart): void {
  const row = Array.from({ length: 12 }, (_, index) => aService(chart, `s${index}`));
  row.slice(1).forEach((callee, index) => row[index]?.calls(callee));
}
