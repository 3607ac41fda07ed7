import type { Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0218'];

export function build(chart: Chart): void {
  aService(chart, 'vault', {
    port: Port.of('tls', 8443),
    versions: { v1: { image: 'vault:1', weight: 90 }, v2: { image: 'vault:2', weight: 10 } },
  });
}
