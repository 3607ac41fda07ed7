import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1018'];

export function build(chart: Chart): void {
  const page = aService(chart, 'page');
  for (let index = 0; index < 11; index += 1) page.calls(aService(chart, `s${index}`));
}
