import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0510'];

export function build(chart: Chart): void {
  const tls = GatewayTls.secret('shop-cert');
  const web = new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls, port: 80 });
  web.routes('/*', aService(chart, 'orders'));
}
