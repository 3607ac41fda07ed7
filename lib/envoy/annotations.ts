import { ANNOTATION } from '../conventions/annotations';
import { ISTIO_VERSIONS } from '../mesh/props';

/** What every EnvoyFilter says about itself: its fields are Envoy's own, which change without a version of their API. */
export const ENVOY_FILTER_ANNOTATIONS: Readonly<Record<string, string>> = {
  [ANNOTATION.istioVersions]: ISTIO_VERSIONS.join(', '),
};
