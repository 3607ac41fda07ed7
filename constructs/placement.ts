import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Report } from '../lib/findings/finding';
import { describe } from '../lib/values/describe';
import { DNS_LABEL } from '../lib/values/read';
import { refuseOutput } from '../lib/values/read-output';

/** Kubernetes' own name for the namespace of what names none. */
const DEFAULT_NAMESPACE = 'default';

/** The namespace of the chart that `construct` is in. */
export function namespaceOf(construct: IConstruct, report: Report): string {
  const namespace = Chart.of(construct).namespace ?? DEFAULT_NAMESPACE;
  if (refuseOutput(report, ['namespace', namespace])) return DEFAULT_NAMESPACE;
  if (DNS_LABEL.test(namespace)) return namespace;
  report('MW0606', { prop: 'namespace', got: describe(namespace) });
  return DEFAULT_NAMESPACE;
}
