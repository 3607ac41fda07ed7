import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0512'];

export function build(chart: Chart): void {
  const tls = GatewayTls.secret('shop-cert');
  const web = new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls });
  web.routes('/checkout', aService(chart, 'orders'));
  web.routes('/checkout', aService(chart, 'payments'));
}
