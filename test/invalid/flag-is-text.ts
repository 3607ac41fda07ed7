import type { Chart } from 'cdk8s';
import { ResilientService } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0022'];

export function build(chart: Chart): void {
  const version = { image: 'a:1', retiring: 'no' as unknown as boolean };
  new ResilientService(chart, 'cart', { port: 8080, versions: { v1: version } });
}
