import { Duration, type Chart } from 'cdk8s';
import { Port } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0137'];

export function build(chart: Chart): void {
  aService(chart, 'chat', {
    port: Port.tcp(7007),
    drain: { longestConnection: Duration.hours(1) },
  });
}
