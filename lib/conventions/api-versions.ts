/** The one API version we emit for each kind that is not in Kubernetes' core group. */
export const API_VERSION = {
  apps: 'apps/v1',
  autoscaling: 'autoscaling/v2',
  batch: 'batch/v1',
  core: 'v1',
  monitoring: 'monitoring.coreos.com/v1',
  networking: 'networking.k8s.io/v1',
  policy: 'policy/v1',
  // served since Istio 1.22, the storage version of both groups
  istioNetworking: 'networking.istio.io/v1',
  // the only version of EnvoyFilter
  istioEnvoyFilter: 'networking.istio.io/v1alpha3',
  istioSecurity: 'security.istio.io/v1',
  istioTelemetry: 'telemetry.istio.io/v1',
} as const;
