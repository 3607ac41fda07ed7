import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0903'];

export function build(chart: Chart): void {
  const text = 'Calling [toString] on an [Output<T>] is not supported.';
  aService(chart, 'cart', { env: { URL: `http://${text}/` } });
}
