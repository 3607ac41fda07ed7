import { Duration, type Chart } from 'cdk8s';
import { LoadBalancing, Warmup } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0226'];

export function build(chart: Chart): void {
  const warmup = Warmup.over(Duration.seconds(7), { aggression: -1 });
  aService(chart, 'cart', { loadBalancing: LoadBalancing.roundRobin({ warmup }) });
}
