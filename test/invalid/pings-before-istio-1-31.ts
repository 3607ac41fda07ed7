import { Duration, type Chart } from 'cdk8s';
import { Mesh, Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0238'];

export function build(chart: Chart): void {
  new Mesh(chart, 'Mesh', { istio: '1.30' });
  const http2Keepalive = { interval: Duration.seconds(30), timeout: Duration.seconds(7) };
  aService(chart, 'cart', { port: Port.grpc(7000), connection: { http2Keepalive } });
}
