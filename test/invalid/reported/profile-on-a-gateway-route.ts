import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, Profile } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0424'];

export function build(chart: Chart): void {
  const web = new MeshGateway(chart, 'web', {
    hosts: ['shop.example.com'],
    tls: GatewayTls.secret('cert'),
  });
  web.routes('/*', aService(chart, 'orders'), { profile: Profile.critical() });
}
