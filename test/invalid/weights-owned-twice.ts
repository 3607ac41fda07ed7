import type { Chart } from 'cdk8s';
import { ResilientService, Split } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0247'];

export function build(chart: Chart): void {
  new ResilientService(chart, 'cart', {
    port: 8080,
    versions: { v1: { image: 'a:1', weight: 100 }, v2: { image: 'a:2', weight: 0 } },
    split: Split.ownedBy('argo-rollouts'),
  });
}
