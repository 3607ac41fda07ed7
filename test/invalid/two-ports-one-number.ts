import type { Chart } from 'cdk8s';
import { Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0106'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    ports: { api: Port.http(8080), admin: Port.http(8080, { targetPort: 8081 }) },
  });
}
