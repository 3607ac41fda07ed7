import type { Chart } from 'cdk8s';
import { DataStore, Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0419'];

export function build(chart: Chart): void {
  aService(chart, 'queue', { port: Port.of('redis', 6379) });
  DataStore.redis(chart, 'cache', { host: 'queue.shop.svc.cluster.local' });
}
