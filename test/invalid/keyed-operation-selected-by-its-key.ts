import type { Chart } from 'cdk8s';
import { Match, Operation } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0216'];

export function build(chart: Chart): void {
  const image = 'ghcr.io/acme/ledger:1.2.3';
  const ledger = aService(chart, 'ledger', {
    operations: { pay: Operation.keyed('POST /payments', { keyHeader: 'idempotency-key' }) },
    versions: {
      v1: { image, weight: 100 },
      v2: { image, when: Match.header('idempotency-key').startingWith('test-') },
    },
  });
  aService(chart, 'cart').calls(ledger.operations.pay);
}
