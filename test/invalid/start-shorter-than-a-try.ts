import { Duration, type Chart } from 'cdk8s';
import { Probe } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0131'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    readiness: Probe.tcp({ timeout: Duration.seconds(7) }),
    startsWithin: Duration.seconds(6),
  });
}
