import { Duration, type Chart } from 'cdk8s';
import { Probe } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0133'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    readiness: Probe.http('/ready', { initialDelay: Duration.seconds(41) }),
    liveness: Probe.http('/alive'),
  });
}
