import type { Chart } from 'cdk8s';
import { Match } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0217'];

export function build(chart: Chart): void {
  aService(chart, 'reviews', {
    versions: {
      v1: { image: 'reviews:1', weight: 100 },
      v2: { image: 'reviews:2', when: Match.header('end-user').exactly('jason') },
      v3: { image: 'reviews:3', when: Match.header('end-user').exactly('jason') },
    },
  });
}
