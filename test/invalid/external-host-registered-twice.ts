import type { Chart } from 'cdk8s';
import { ExternalService } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0413'];

export function build(chart: Chart): void {
  new ExternalService(chart, 'bank', { host: 'api.bank.example' });
  new ExternalService(chart, 'lender', { host: 'api.bank.example' });
}
