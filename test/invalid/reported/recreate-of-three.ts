import type { Chart } from 'cdk8s';
import { Rollout } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0135'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { rollout: Rollout.recreate('locks the only queue') });
}
