import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0506'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  const cache = aService(chart, 'cache', { port: Port.of('redis', 6379) });
  const tls = GatewayTls.secret('shop-tls');
  const door = new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls });
  door.routes('/*', cart);
  door.routes('/cache', cache);
}
