import type { Chart } from 'cdk8s';
import { Match } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0212'];

export function build(chart: Chart): void {
  const image = 'ghcr.io/acme/cart:1.2.3';
  const when = (value: string): Match => Match.header('x-ring').exactly(value);
  aService(chart, 'cart', {
    versions: { v1: { image, when: when('outer') }, v2: { image, when: when('inner') } },
  });
}
