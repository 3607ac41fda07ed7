import type { Chart } from 'cdk8s';
import { Rollout, Scale } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0009'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { scale: Scale.fixed(1), rollout: Rollout.recreate('') });
}
