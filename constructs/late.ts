/**
 * What plans, checks and renders, called when everything is declared. The package reads it with the first call,
 * so that importing it takes less; hence functions alone.
 */
export { renderExperiment, renderHypotheses } from '../lib/experiment/render';
export { renderServiceEntry } from '../lib/external/render';
export { renderGateway, renderGatewayRoutes } from '../lib/gateway/render';
export { renderAlerts, renderPodMonitor, renderTelemetry } from '../lib/monitoring/render';
export {
  namespaceLabels,
  renderNamespaceAuthorization,
  renderNamespacePeers,
} from '../lib/namespace/render';
export { checkRenderings } from '../lib/read-back/rules';
export {
  renderAuthorization,
  renderNetworkPolicy,
  renderPeerAuthentication,
  renderSidecar,
} from '../lib/security/render';
export { renderShedding } from '../lib/shedding/render';
export { checkSystem } from '../lib/system/check';
export { planSystem } from '../lib/system/plan';
export {
  renderEdgeRule,
  renderHostRule,
  renderVersionRule,
  renderWholeRule,
} from '../lib/traffic/render-destination';
export { renderPodNamesRule } from '../lib/traffic/render-pod-names';
export { renderRouting } from '../lib/traffic/render-routes';
export {
  renderAutoscaler,
  renderDeployment,
  renderDisruptionBudget,
  renderHeadlessService,
  renderJob,
  renderService,
  renderStatefulSet,
} from '../lib/workload/render';
