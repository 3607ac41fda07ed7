import { POD_LABEL } from './additions';
import type { PodPort, PodTemplate } from './workloads';

/** A pod of the lab: its identity, and addresses that no other pod has. */
export interface PodPlace {
  readonly pod: string;
  readonly service: string;
  readonly version: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly PodPort[];
  readonly zone: string | undefined;
  readonly isProxied: boolean;
  /** What others call. */
  readonly address: string;
  /** Where its own proxy takes what the pod sends. */
  readonly outbound: string;
}

/** What a scenario decides about a pod. */
export interface PodChoice {
  readonly ordinal: number;
  readonly zone?: string | undefined;
  readonly isProxied: boolean;
}

/** Loopback addresses of one run, each given once. */
export class Addresses {
  private given = 0;

  public constructor(private readonly network: number) {}

  /** An address, and one beside it. */
  public next(): { readonly address: string; readonly outbound: string } {
    this.given += 1;
    const block = `127.${this.network}.${this.given}`;
    if (this.given > 250) throw new Error('a run has addresses for 250 pods');
    return { address: `${block}.1`, outbound: `${block}.2` };
  }
}

/** A pod of `template`. */
export function placePod(
  template: PodTemplate,
  { ordinal, zone, isProxied }: PodChoice,
  addresses: Addresses,
): PodPlace {
  const pod = `${template.service}-${template.version}-${ordinal}`;
  return {
    ...template,
    pod,
    labels: { ...template.labels, [POD_LABEL]: pod },
    zone,
    isProxied,
    ...addresses.next(),
  };
}
