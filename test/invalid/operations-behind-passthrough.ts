import type { Chart } from 'cdk8s';
import { ExternalService, Operation } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0501'];

export function build(chart: Chart): void {
  new ExternalService(chart, 'bank', {
    host: 'api.bank.example',
    operations: { pay: Operation.unsafe('POST /payments') },
  });
}
