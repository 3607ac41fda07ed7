import type { Chart } from 'cdk8s';
import { Operation } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0215'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    operations: {
      item: Operation.safe('GET /carts/{id}/items'),
      mine: Operation.safe('GET /carts/mine/{part}'),
    },
  });
}
