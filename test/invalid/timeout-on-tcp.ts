import { Duration, type Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0406'];

export function build(chart: Chart): void {
  const cache = aService(chart, 'cache', { port: Port.of('redis', 6379) });
  aService(chart, 'cart').calls(cache, { timeout: Duration.millis(700) });
}
