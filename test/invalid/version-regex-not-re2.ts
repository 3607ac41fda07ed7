import type { Chart } from 'cdk8s';
import { Match } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0014'];

export function build(chart: Chart): void {
  const image = 'ghcr.io/acme/cart:1.2.3';
  aService(chart, 'cart', {
    versions: {
      v1: { image, weight: 100 },
      v2: { image, when: Match.header('user-agent').matching('^(?!curl).*$') },
    },
  });
}
