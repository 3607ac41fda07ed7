import type { Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0105'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { port: 8080, ports: { admin: Port.http(8081) } });
}
