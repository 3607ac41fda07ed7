import type { Chart } from 'cdk8s';
import { Mirror, ResilientService } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0246'];

export function build(chart: Chart): void {
  const cart = new ResilientService(chart, 'cart', {
    port: 8080,
    versions: { v1: { image: 'a:1', weight: 100 }, v2: { image: 'a:2', weight: 0 } },
    mirror: Mirror.repeatable('v2'),
  });
  aService(chart, 'orders').calls(cart);
}
