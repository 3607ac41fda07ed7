import type { StringOrToken } from '../values/token';

/** Where Prometheus runs. */
export interface PrometheusOptions {
  /**
   * Namespace that scrapes come from.
   *
   * @default 'monitoring'
   */
  readonly namespace?: string;
}

/** Where the Prometheus operator runs and what it selects. */
export interface PrometheusOperatorOptions extends PrometheusOptions {
  /**
   * Labels that PodMonitors and PrometheusRules must carry to be selected. kube-prometheus-stack selects by its Helm
   * release and ignores what lacks the label.
   *
   * @default { release: 'kube-prometheus-stack' }
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Where runbooks are: each alert links to the page below that has its name.
   *
   * @default - alerts link to no runbook
   */
  readonly runbooks?: StringOrToken;
}

/** How Prometheus finds what to scrape and which alerts to raise. */
export class Prometheus {
  /** By annotations, which Istio's injector writes. There are no alerts: nothing would read them. */
  public static annotations(options: PrometheusOptions = {}): Prometheus {
    return new Prometheus('annotations', options);
  }

  /** By the Prometheus operator: a PodMonitor and a PrometheusRule for each service. */
  public static operator(options: PrometheusOperatorOptions = {}): Prometheus {
    return new Prometheus('operator', options);
  }

  private constructor(
    public readonly kind: 'annotations' | 'operator',
    public readonly options: PrometheusOperatorOptions,
  ) {}
}
