import { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0412'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  const inner = new Chart(chart, 'edge', { namespace: 'shop' });
  const tls = GatewayTls.secret('shop-tls');
  new MeshGateway(inner, 'cart', { hosts: ['shop.example.com'], tls }).routes('/*', cart);
}
