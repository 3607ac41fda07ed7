import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0250'];

export function build(chart: Chart): void {
  const connection = { connectTimeout: Duration.seconds(7) };
  const timeout = Duration.seconds(7);
  aService(chart, 'orders').calls(aService(chart, 'cart', { connection }), { timeout });
}
