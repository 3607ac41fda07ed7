import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0504'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  const tls = GatewayTls.secret('shop-tls');
  const door = new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls });
  door.routes('/*', cart);
  door.routes('carts', cart);
}
