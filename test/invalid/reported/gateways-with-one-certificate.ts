import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0251'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  const tls = GatewayTls.secret('wildcard-tls');
  new MeshGateway(chart, 'back', { hosts: ['back.example.com'], tls }).routes('/*', cart);
  new MeshGateway(chart, 'front', { hosts: ['front.example.com'], tls }).routes('/*', cart);
}
