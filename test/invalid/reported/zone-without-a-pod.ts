import type { Chart } from 'cdk8s';
import { Failover, Scale } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0139'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    scale: Scale.fixed(2),
    failover: Failover.zones('eu-1a', 'eu-1b', 'eu-1c'),
  });
}
