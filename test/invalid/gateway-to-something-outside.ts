import type { Chart } from 'cdk8s';
import { ExternalService, GatewayTls, MeshGateway, Tls } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0509'];

export function build(chart: Chart): void {
  const tls = GatewayTls.secret('shop-tls');
  const bank = new ExternalService(chart, 'bank', {
    host: 'api.bank.example',
    tls: Tls.originate(),
  });
  new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls }).routes('/*', bank);
}
