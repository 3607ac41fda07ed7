import type { DestinationRulePlan } from './plan-destination';
import { renderHostRule } from './render-destination';

/**
 * The DestinationRule of a headless Service.
 *
 * Its cluster connects to the address that the caller asked for: there is no choice to balance, and nowhere else to
 * go when a pod is ejected. The limits are those of the service: both Services select the pods, and either rule may
 * be the one that their own proxies obey.
 */
export function renderPodNamesRule(plan: DestinationRulePlan): object {
  const spec = renderHostRule(plan);
  const { loadBalancer, outlierDetection, ...trafficPolicy } = spec.trafficPolicy ?? {};
  return { ...spec, trafficPolicy };
}
