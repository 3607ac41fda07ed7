import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import type { ServicePlace } from '../graph/declare-service';
import { parsePath, type RequestPattern } from '../graph/request-pattern';
import { declareMatch } from '../traffic/declare-match';
import { declareLoad, type LoadDeclaration } from '../traffic/declare-load';
import { declarePolicy, declareProfile } from '../traffic/declare-policy';
import type { Load } from '../traffic/load';
import type { Match } from '../traffic/match';
import type { PolicyDeclaration, ProfileDeclaration } from '../traffic/policy';
import type { Profile } from '../traffic/profile';
import type { Retries } from '../traffic/retries';
import { describe } from '../values/describe';
import {
  instance,
  objectName,
  portNumber,
  read,
  readRequired,
  reason,
  serviceName,
  readList,
} from '../values/read';
import { refuseOutput } from '../values/read-output';
import type { StringOrToken } from '../values/token';
import { GatewayTls } from './gateway-tls';

/** Where outside traffic enters, and for which hosts. */
export interface MeshGatewayProps {
  /** Host names that are served, such as `shop.example.com` or `*.example.com`; `*` serves any. */
  readonly hosts: readonly StringOrToken[];

  /**
   * Certificate, or plain HTTP with a reason.
   *
   * There is no default, since no certificate can be assumed.
   */
  readonly tls: GatewayTls;

  /**
   * The port of the gateway workload.
   *
   * @default - 443, or 80 for plain HTTP
   */
  readonly port?: number;
}

/** The policy of requests that a gateway lets in. */
export interface GatewayRouteOptions<K extends 'unreached' | 'response' = 'unreached'> {
  /**
   * HTTP methods that are let in. Only for a path.
   *
   * @default - any
   */
  readonly methods?: readonly string[];

  /**
   * A header or query parameter that the request must have.
   *
   * @default - none
   */
  readonly when?: Match;

  /**
   * The port of the service, by name or number.
   *
   * @default - the only port; with several it must be given
   */
  readonly port?: string | number;

  /**
   * Deadline for the whole request, retries included; at least 1 ms.
   *
   * @default - the service's own time and the deadlines of what it calls, at most the mesh's maximum
   */
  readonly timeout?: Duration;

  /**
   * How often, and after which failures, a request is repeated.
   *
   * @default - as for a call inside the mesh
   */
  readonly retries?: Retries<K>;

  /**
   * A policy with a name, for the deadline and retries that are not given here. What it says of a host, such as outlier
   * detection, belongs to the service, and is not followed here.
   *
   * @default - the profile of the service, of its namespace, then of the mesh
   */
  readonly profile?: Profile;

  /**
   * What comes in during an ordinary busy hour: it is compared with the limits, and reported where they are below it.
   *
   * @default - unknown: nothing is compared
   */
  readonly load?: Load;
}

/** A gateway as declared. */
export interface GatewayDeclaration {
  readonly name: string;
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly port: number;
  /** The Secret with the certificate; undefined for plain HTTP. */
  readonly secret: string | undefined;
  readonly redirectsToHttps: boolean;
  readonly plainTextReason: string | undefined;
}

/** A route of a gateway as declared. */
export interface GatewayRouteDeclaration {
  /** The gateway. */
  readonly path: string;
  readonly prop: string;
  readonly target: string;
  /** Name of the target's operation that is let in; undefined where `request` says what. */
  readonly operation: string | undefined;
  readonly request: RequestPattern | undefined;
  readonly when: Match | undefined;
  readonly port: string | undefined;
  readonly policy: PolicyDeclaration;
  readonly profile: ProfileDeclaration | undefined;
  readonly load: LoadDeclaration | undefined;
}

const GATEWAY_HOST =
  /^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$/;
const METHOD = /^[A-Z]+$/;

/** What `props` say about the gateway at `place`. */
export function declareGateway(
  place: ServicePlace,
  props: MeshGatewayProps,
  report: Report,
): GatewayDeclaration {
  const tls = readRequired(report, instance(GatewayTls), ['tls', props.tls]);
  if (tls?.mode === 'none') read(report, reason, ['tls', tls.reason ?? '']);
  const secret =
    tls?.mode === 'secret' ? readRequired(report, objectName, ['tls', tls.secret]) : undefined;
  const defaultPort = tls?.mode === 'none' ? 80 : 443;
  return {
    name: read(report, serviceName, ['id', place.name]) ?? place.name,
    namespace: place.namespace,
    hosts: declareHosts(report, props.hosts),
    port: read(report, portNumber, ['port', props.port]) ?? defaultPort,
    secret,
    redirectsToHttps: tls?.mode === 'secret',
    plainTextReason: tls?.reason,
  };
}

function declareHosts(report: Report, hosts: readonly string[] | undefined): readonly string[] {
  const valid = readList(report, 'hosts', hosts).filter((host) => {
    if (refuseOutput(report, ['hosts', host], true)) return false;
    const isValid = typeof host === 'string' && host.length <= 253 && GATEWAY_HOST.test(host);
    if (!isValid) report('MW0503', { prop: 'hosts', got: describe(host) });
    return isValid;
  });
  if (hosts === undefined || hosts.length === 0)
    report('MW0503', { prop: 'hosts', got: describe(hosts) });
  return [...new Set(valid)].sort();
}

/** What a route is for: the target, and either a path or one of its operations. */
export interface RouteEnds {
  readonly path: string;
  readonly prop: string;
  readonly target: string;
  readonly operation: string | undefined;
  readonly requestPath: string | undefined;
}

/** The route that `options` declare, or nothing where its path is none. */
export function declareGatewayRoute(
  ends: RouteEnds,
  options: GatewayRouteOptions<'unreached' | 'response'>,
  report: Report,
): GatewayRouteDeclaration[] {
  const { path, prop, target, operation } = ends;
  const request = declareRequest(ends, options.methods, report);
  if (operation === undefined && request === undefined) return [];
  return [
    {
      path,
      prop,
      target,
      operation,
      request,
      when: declareMatch(report, `${prop}.when`, options.when),
      port: options.port === undefined ? undefined : String(options.port),
      policy: declarePolicy(report, `${prop}.`, options),
      profile: declareProfile(report, `${prop}.profile`, options.profile),
      load: declareLoad(report, `${prop}.load`, options.load),
    },
  ];
}

function declareRequest(
  { prop, requestPath, operation }: RouteEnds,
  methods: readonly string[] | undefined,
  report: Report,
): RequestPattern | undefined {
  if (operation !== undefined || refuseOutput(report, [prop, requestPath])) return undefined;
  const path = typeof requestPath === 'string' ? parsePath(requestPath) : undefined;
  if (path === undefined) {
    report('MW0504', { prop, got: describe(requestPath) });
    return undefined;
  }
  const named = readList(report, `${prop}.methods`, methods);
  const bad = named.find((method) => typeof method !== 'string' || !METHOD.test(method));
  if (bad !== undefined || methods?.length === 0) {
    report('MW0505', { prop: `${prop}.methods`, got: describe(bad ?? methods) });
    return undefined;
  }
  return { methods: [...new Set(named)].sort(), path, isRpc: false };
}
