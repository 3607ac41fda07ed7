import type { Chart } from 'cdk8s';
import { RateLimit } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0702'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { rateLimits: [RateLimit.perReplica(10, { burst: 7 })] });
}
