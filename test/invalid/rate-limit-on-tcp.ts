import type { Chart } from 'cdk8s';
import { Port, RateLimit } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0701'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    ports: { main: Port.tcp(7000) },
    rateLimits: [RateLimit.perReplica(10)],
  });
}
