import { Duration, type Chart } from 'cdk8s';
import { Mesh, Operation, Retries } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1001'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { limits: { amplification: 2 } });
  const operations = { get: Operation.safe('GET /') };
  const [orders, stock, ledger] = ['orders', 'stock', 'ledger'].map((name) =>
    aService(chart, name, { operations }),
  );
  const options = { timeout: Duration.seconds(9), retries: Retries.upTo(1), clientRetries: 1 };
  if (stock !== undefined) orders?.calls(stock.operations.get, options);
  if (ledger !== undefined) stock?.calls(ledger.operations.get);
}
