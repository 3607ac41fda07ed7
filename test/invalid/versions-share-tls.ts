import type { Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0218'];

export function build(chart: Chart): void {
  const image = 'ghcr.io/acme/cart:1.2.3';
  aService(chart, 'cart', {
    port: Port.of('tls', 8443),
    versions: { v1: { image, weight: 89 }, v2: { image, weight: 11 } },
  });
}
