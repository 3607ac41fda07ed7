import type { Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0104'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { ports: { 'a--b': Port.http(8081) } });
}
