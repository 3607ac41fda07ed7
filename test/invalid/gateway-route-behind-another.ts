import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0512'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  const tls = GatewayTls.secret('shop-tls');
  const ledger = aService(chart, 'ledger');
  const door = new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls });
  door.routes('/carts', cart);
  door.routes('/carts', ledger);
}
