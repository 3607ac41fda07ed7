import type { Chart } from 'cdk8s';
import { Operation } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0401'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { operations: { list: Operation.safe('GET /carts/(.*)?x=[0-9]') } });
}
