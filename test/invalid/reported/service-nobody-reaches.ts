import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1013'];

export function build(chart: Chart): void {
  const gateway = new MeshGateway(chart, 'web', {
    hosts: ['shop.example.com'],
    tls: GatewayTls.secret('shop-cert'),
  });
  gateway.routes('/*', aService(chart, 'orders'));
  aService(chart, 'forgotten');
}
