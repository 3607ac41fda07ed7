import type { Chart } from 'cdk8s';
import { Failover, OutlierDetection } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0239'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    failover: Failover.zones('eu-1a', 'eu-1b'),
    outlierDetection: OutlierDetection.off('its errors are about single tenants'),
  });
}
