import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0234'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    keepAlive: Duration.seconds(5),
    connection: { idleTimeout: Duration.seconds(5) },
  });
}
