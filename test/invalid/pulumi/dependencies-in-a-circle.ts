import { ApiObject, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0908'];

export function build(chart: Chart): void {
  const map = (name: string) =>
    new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const [one, two] = [map('one'), map('two')];
  one.node.addDependency(two);
  two.node.addDependency(one);
}
