import type { Chart } from 'cdk8s';
import { Pool } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0411'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger');
  aService(chart, 'cart').calls(ledger, { pool: Pool.perReplica(7) });
}
