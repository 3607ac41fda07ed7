import type { Chart } from 'cdk8s';
import { ExternalService, Pool } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0416'];

export function build(chart: Chart): void {
  const bank = new ExternalService(chart, 'bank', { host: 'api.bank.example' });
  aService(chart, 'cart').calls(bank, { pool: Pool.perReplica(7) });
  aService(chart, 'ledger').calls(bank, { pool: Pool.perReplica(11) });
}
