import { Duration, type Chart } from 'cdk8s';
import { Mesh } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0414'];

export function build(chart: Chart): void {
  new Mesh(chart, 'Mesh', { deadlines: { maximum: Duration.seconds(7) } });
  const ledger = aService(chart, 'ledger', { ownTime: Duration.seconds(11) });
  aService(chart, 'cart').calls(ledger);
}
