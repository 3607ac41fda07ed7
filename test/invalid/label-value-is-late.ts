import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { tokenFor } from '../../lib/values/token';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0902'];

export function build(chart: Chart): void {
  const token = tokenFor({ kind: 'value', value: 'team', exposed: undefined });
  aService(chart, 'cart', { podLabels: { team: token } });
}
