import type { Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0404'];

export function build(chart: Chart): void {
  const ports = { api: Port.http(8080), admin: Port.http(8081) };
  const ledger = aService(chart, 'ledger', { ports });
  aService(chart, 'cart').calls(ledger);
}
