import { ANNOTATION } from '../conventions/annotations';
import { LABEL } from '../conventions/labels';
import type { Report } from '../findings/finding';
import { anyText, labelKey, labelValue, passedOn, readMap, type Expectation } from '../values/read';
import type { WorkloadProps } from './props';

type Texts = Readonly<Record<string, string>>;

// what selects pods, injects the proxy or configures it
const OUR_LABELS: readonly string[] = [
  LABEL.name,
  LABEL.version,
  LABEL.managedBy,
  LABEL.inject,
  LABEL.revision,
];
const OUR_ANNOTATIONS: readonly string[] = [
  ANNOTATION.proxyConfig,
  ANNOTATION.nativeSidecar,
  ANNOTATION.rewriteProbes,
  // both would take traffic around the proxy, and so around every policy
  LABEL.inject,
  ANNOTATION.trafficPrefix,
];

/** The valid labels and annotations that the user puts on pods. */
export function declarePodMetadata(
  props: Pick<WorkloadProps, 'podLabels' | 'podAnnotations'>,
  report: Report,
): { readonly podLabels: Texts; readonly podAnnotations: Texts } {
  const own = (
    prop: 'podLabels' | 'podAnnotations',
    value: Expectation<string>,
    reserved: readonly string[],
  ): Texts => {
    const entries = readMap(report, { key: labelKey, value }, [prop, props[prop]]);
    const kept = Object.entries(entries).filter(([key]) => {
      if (!reserved.some((ours) => key === ours || (ours.endsWith('/') && key.startsWith(ours)))) {
        return true;
      }
      report('MW0119', { prop, got: key, args: { reserved: reserved.join(', ') } });
      return false;
    });
    return Object.fromEntries(kept);
  };
  return {
    podLabels: own('podLabels', labelValue, OUR_LABELS),
    podAnnotations: own('podAnnotations', passedOn(anyText), OUR_ANNOTATIONS),
  };
}
