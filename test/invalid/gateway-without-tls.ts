import type { Chart } from 'cdk8s';
import { MeshGateway } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0016'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  new MeshGateway(chart, 'door', { hosts: ['shop.example.com'] } as never).routes('/*', cart);
}
