import { Duration, type Chart } from 'cdk8s';
import { Retries } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0252'];

export function build(chart: Chart): void {
  const retries = Retries.ifUnreached(2, { backoff: Duration.seconds(1) });
  aService(chart, 'orders').calls(aService(chart, 'cart'), { retries });
}
