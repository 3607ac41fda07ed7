import type { Labels } from './kubernetes';

/** The selector of Istio's security API. */
export interface WorkloadMatch {
  readonly matchLabels?: Labels;
}

/** `source` and `operation` of an AuthorizationPolicy: every field is a list of strings. */
export type StringLists = Readonly<Record<string, readonly string[] | undefined>>;

export interface AuthorizationCondition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

export interface AuthorizationRule {
  readonly from?: readonly { readonly source?: StringLists }[];
  readonly to?: readonly { readonly operation?: StringLists }[];
  readonly when?: readonly AuthorizationCondition[];
}

export interface AuthorizationPolicySpec {
  readonly selector?: WorkloadMatch;
  readonly targetRefs?: readonly unknown[];
  readonly targetRef?: unknown;
  readonly action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  readonly rules?: readonly AuthorizationRule[];
}

export interface MutualTls {
  readonly mode?: 'UNSET' | 'STRICT' | 'PERMISSIVE' | 'DISABLE';
}

export interface PeerAuthenticationSpec {
  readonly selector?: WorkloadMatch;
  readonly mtls?: MutualTls;
  readonly portLevelMtls?: Readonly<Record<string, MutualTls | undefined>>;
}

export interface MeshPort {
  readonly number: number;
  readonly protocol?: string;
  readonly name?: string;
}

export interface EgressListener {
  readonly port?: MeshPort;
  readonly hosts: readonly string[];
}

export interface SidecarSpec {
  readonly workloadSelector?: { readonly labels?: Labels };
  readonly egress?: readonly EgressListener[];
  readonly outboundTrafficPolicy?: { readonly mode?: string };
}

export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

export type StringMatches = Readonly<Record<string, StringMatch>>;

/** The part of a match that the control plane decides for each proxy. */
export interface StaticMatch {
  readonly port?: number;
  readonly sourceLabels?: Labels;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
}

export interface HttpMatch extends StaticMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly ignoreUriCase?: boolean;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: StringMatches;
  readonly withoutHeaders?: StringMatches;
  readonly queryParams?: StringMatches;
}

export interface Layer4Match extends StaticMatch {
  readonly destinationSubnets?: readonly string[];
  readonly sniHosts?: readonly string[];
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number: number };
}

export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight?: number;
}

export interface Retries {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
  readonly [field: string]: unknown;
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly WeightedDestination[];
  readonly delegate?: unknown;
  readonly timeout?: string;
  readonly retries?: Retries;
  readonly mirror?: Destination;
  readonly mirrors?: readonly { readonly destination: Destination }[];
}

export interface Layer4Route {
  readonly match?: readonly Layer4Match[];
  readonly route?: readonly WeightedDestination[];
}

export interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  readonly gateways?: readonly string[];
  readonly exportTo?: readonly string[];
  readonly http?: readonly HttpRoute[];
  readonly tcp?: readonly Layer4Route[];
  readonly tls?: readonly Layer4Route[];
}

/** What a client's proxy does with a cluster, block by block. */
export type TrafficPolicy = Readonly<Record<string, unknown>>;

export interface Subset {
  readonly name: string;
  readonly labels?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
}

export interface DestinationRuleSpec {
  readonly host: string;
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: WorkloadMatch;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets?: readonly Subset[];
}

export interface ServiceEntrySpec {
  readonly hosts: readonly string[];
  readonly exportTo?: readonly string[];
  readonly ports?: readonly MeshPort[];
  readonly endpoints?: readonly { readonly labels?: Labels }[];
  readonly workloadSelector?: { readonly labels?: Labels };
}

export interface GatewayServer {
  readonly port: MeshPort;
  readonly hosts: readonly string[];
  readonly tls?: { readonly mode?: string; readonly httpsRedirect?: boolean };
}

export interface GatewaySpec {
  readonly selector?: Labels;
  readonly servers?: readonly GatewayServer[];
}
