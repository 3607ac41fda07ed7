/** What the keys begin with that carry the reason of a loosening. */
export const LOOSENED_PREFIX = 'meshwright.dev/loosened-';

/** Annotation keys that we write. */
export const ANNOTATION = {
  /** Per-pod ProxyConfig. @see https://istio.io/latest/docs/reference/config/annotations/#ProxyConfig */
  proxyConfig: 'proxy.istio.io/config',
  /** @see https://istio.io/latest/docs/reference/config/annotations/#SidecarNativeSidecar */
  nativeSidecar: 'sidecar.istio.io/nativeSidecar',
  /** Keeps probes working under STRICT. @see https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/ */
  rewriteProbes: 'sidecar.istio.io/rewriteAppHTTPProbers',
  /** What the keys begin with that exclude traffic from the proxy. */
  trafficPrefix: 'traffic.sidecar.istio.io/',
  proxyCpu: 'sidecar.istio.io/proxyCPU',
  proxyCpuLimit: 'sidecar.istio.io/proxyCPULimit',
  proxyMemory: 'sidecar.istio.io/proxyMemory',
  proxyMemoryLimit: 'sidecar.istio.io/proxyMemoryLimit',
  /** Read by the injector, which merges the application's metrics into the proxy's. */
  scrape: 'prometheus.io/scrape',
  scrapePort: 'prometheus.io/port',
  scrapePath: 'prometheus.io/path',
  /** Why a safe default was loosened; `what` is the default's name. */
  loosened: (what: string) => `${LOOSENED_PREFIX}${what}`,
  /** Versions of Istio that an EnvoyFilter is valid for; it changes the proxies of no other. */
  istioVersions: 'meshwright.dev/istio-versions',
  /** What an experiment should show, in words. */
  hypothesis: 'meshwright.dev/hypothesis',
  /** The last day of an experiment. */
  expires: 'meshwright.dev/expires',
} as const;
