import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0508'];

export function build(chart: Chart): void {
  const tls = GatewayTls.secret('shop-tls');
  new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls });
}
