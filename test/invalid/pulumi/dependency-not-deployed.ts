import { ApiObject, Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0911'];

export function build(chart: Chart): void {
  const map = (scope: Chart, name: string) =>
    new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const elsewhere = new Chart(chart.node.root, 'elsewhere');
  map(chart, 'late').node.addDependency(map(elsewhere, 'early'));
}
