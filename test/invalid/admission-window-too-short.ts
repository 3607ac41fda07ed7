import { Duration, type Chart } from 'cdk8s';
import { AdmissionControl } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0704'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    admissionControl: AdmissionControl.of({ window: Duration.millis(999) }),
  });
}
