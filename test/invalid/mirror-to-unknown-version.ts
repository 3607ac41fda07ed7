import type { Chart } from 'cdk8s';
import { Mirror, Operation, ResilientService } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0245'];

export function build(chart: Chart): void {
  const cart = new ResilientService(chart, 'cart', {
    port: 8080,
    operations: { get: Operation.safe('GET /cart') },
    versions: { v1: { image: 'a:1', weight: 100 }, v2: { image: 'a:2', weight: 0 } },
    mirror: Mirror.repeatable('v3'),
  });
  aService(chart, 'orders').calls(cart.operations.get);
}
