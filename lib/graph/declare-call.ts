import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import { Caller } from '../security/identity';
import { declareLoad, type LoadDeclaration } from '../traffic/declare-load';
import { declarePool } from '../traffic/declare-limits';
import { declarePolicy, declareProfile } from '../traffic/declare-policy';
import type { Load } from '../traffic/load';
import type { LimitsDeclaration, PolicyDeclaration, ProfileDeclaration } from '../traffic/policy';
import type { ClientPolicyProps } from '../traffic/policy-props';
import type { Pool } from '../traffic/pool';
import type { Profile } from '../traffic/profile';
import type { Retries, RetriesFor } from '../traffic/retries';
import { describe } from '../values/describe';
import {
  count,
  dnsLabel,
  hostName,
  instance,
  labelKey,
  labelValue,
  objectName,
  passedOn,
  read,
  readMap,
  readRequired,
  readList,
} from '../values/read';
import { hasToken } from '../values/token';
import type { PortDeclaration } from '../workload/declaration';
import { declareCallPattern, type CallPattern, type CallPatternOptions } from './call-pattern';
import type { ObjectiveDeclaration } from './objective';
import { ServiceOperation, type Repeatability } from './operation';

/**
 * The policy of one directed edge.
 *
 * Istio knows connections, load balancing, outlier detection and budgets by host and client alone: where a call gives
 * one of them, all calls of this caller to the same service get it.
 */
export interface CallOptions<R extends Repeatability = 'unsafe'>
  extends ClientPolicyProps, CallPatternOptions {
  /**
   * What is called, where the target is a whole service. All of one service.
   *
   * @default - the service as a whole, any method and path, unsafe to repeat
   */
  readonly operations?: readonly ServiceOperation<R>[];

  /**
   * The port that is called, by name or number.
   *
   * @default - the only port; with several it must be given
   */
  readonly port?: string | number;

  /**
   * Deadline for the whole request, retries included; at least 1 ms. It has no meaning on TCP.
   *
   * @default - the callee's own time and the deadlines of what it calls, at most the mesh's maximum
   */
  readonly timeout?: Duration;

  /**
   * How often, and after which failures, a request is repeated. It has no meaning on TCP.
   *
   * @default - an unsafe call twice where it cannot have reached the server; any other once, after a reset or 503 too
   */
  readonly retries?: RetriesFor<R>;

  /**
   * What each replica of the caller may have open.
   *
   * @default - the caller's share of what the target can take
   */
  readonly pool?: Pool;

  /**
   * A policy with a name, for what is not given here.
   *
   * @default - the target's policy, then the profiles of its namespace and of the mesh
   */
  readonly profile?: Profile;

  /**
   * What is sent in an ordinary busy hour: it is compared with the limits, and reported where they are below it.
   *
   * @default - unknown: nothing is compared
   */
  readonly load?: Load;
}

/** Who calls: a declared service, or somebody declared elsewhere. */
export type CallerDeclaration =
  | { readonly kind: 'service'; readonly path: string }
  | {
      readonly kind: 'outside';
      readonly namespace: string;
      /** Undefined for pods without a sidecar, which have no identity. */
      readonly serviceAccount: string | undefined;
      readonly labels: Readonly<Record<string, string>> | undefined;
      /** The most pods that call; undefined where nobody says. */
      readonly replicas: number | undefined;
    };

/** A call as declared. */
export interface CallDeclaration {
  /** The construct on which it was declared. */
  readonly path: string;
  /** The method that declared it, for messages: `calls(payments)`. */
  readonly prop: string;
  readonly caller: CallerDeclaration;
  readonly target: string;
  /** Names of operations of the target; undefined for the whole. */
  readonly operations: readonly string[] | undefined;
  readonly port: string | undefined;
  readonly policy: PolicyDeclaration;
  readonly profile: ProfileDeclaration | undefined;
  readonly pool: LimitsDeclaration | undefined;
  readonly load: LoadDeclaration | undefined;
  readonly pattern: CallPattern;
}

/** A service that is declared elsewhere, as its callers see it. */
export interface ReferenceDeclaration {
  readonly name: string;
  /** The namespace of its identity. */
  readonly namespace: string;
  readonly host: string;
  readonly ports: readonly PortDeclaration[];
  /** Labels of its pods; any pod of the namespace when undefined. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly objectives: readonly ObjectiveDeclaration[];
}

/** Who calls what. */
export interface CallEnds {
  readonly path: string;
  readonly prop: string;
  readonly caller: CallerDeclaration;
  readonly target: string;
  /** Operations that the call names; undefined for the whole. */
  readonly operations: readonly ServiceOperation[] | undefined;
}

/** Call options whose retries no longer say which operations they are for. */
export type AnyCallOptions = Omit<CallOptions<Repeatability>, 'operations' | 'retries'> & {
  readonly retries?: Retries;
};

/** The call that `options` declare between `ends`, or nothing where it names nothing that can be called. */
export function declareCall(
  ends: CallEnds,
  options: AnyCallOptions,
  report: Report,
): CallDeclaration[] {
  const operations = declareTargets(ends, report);
  if (operations?.length === 0) return [];
  const { path, prop, caller, target } = ends;
  return [
    {
      path,
      prop,
      caller,
      target,
      operations,
      port: options.port === undefined ? undefined : String(options.port),
      policy: declarePolicy(report, `${prop}.`, options),
      profile: declareProfile(report, `${prop}.profile`, options.profile),
      pool: declarePool(report, `${prop}.pool`, options.pool),
      load: declareLoad(report, `${prop}.load`, options.load),
      pattern: declareCallPattern(report, prop, options),
    },
  ];
}

function declareTargets(ends: CallEnds, report: Report): readonly string[] | undefined {
  if (ends.operations === undefined) return undefined;
  if (ends.operations.length === 0) report('MW0402', { prop: ends.prop, got: '[]' });
  const names = readList(report, `${ends.prop}.operations`, ends.operations).flatMap(
    (operation) => {
      const valid = read(report, instance<ServiceOperation>(ServiceOperation), [
        `${ends.prop}.operations`,
        operation,
      ]);
      if (valid === undefined || valid.owner.node.path === ends.target) return valid?.name ?? [];
      report('MW0403', { prop: `${ends.prop}.operations`, got: describe(valid.name) });
      return [];
    },
  );
  return [...new Set(names)].sort();
}

/** The caller that `permits` names, or undefined where it is invalid. */
export function declareCaller(report: Report, given: Caller): CallerDeclaration | undefined {
  const caller = read(report, instance(Caller), ['permits', given]);
  if (caller === undefined) return undefined;
  const namespace = readRequired(report, dnsLabel, ['permits.namespace', caller.namespace]);
  const isAccountValid =
    caller.serviceAccount === undefined ||
    read(report, objectName, ['permits.serviceAccount', caller.serviceAccount]) !== undefined;
  if (namespace === undefined || !isAccountValid) return undefined;
  const { serviceAccount, options } = caller;
  const labels =
    options.labels === undefined
      ? undefined
      : readMap(report, { key: labelKey, value: labelValue }, ['permits.labels', options.labels]);
  // an empty selector selects every pod of the namespace
  const isEmpty = Object.keys(options.labels ?? {}).length === 0;
  if (isEmpty && (labels !== undefined || serviceAccount === undefined)) {
    report('MW0304', { prop: 'permits.labels', got: '{}' });
    return undefined;
  }
  const replicas = read(report, count, ['permits.replicas', options.replicas]);
  return { kind: 'outside', namespace, serviceAccount, labels, replicas };
}

/** A valid and fully qualified host name, or a stand-in where it is none. */
export function readQualifiedHost(report: Report, prop: string, host: string): string {
  const valid = readRequired(report, passedOn(hostName), [prop, host]);
  if (valid === undefined || valid.includes('.') || hasToken(valid)) return valid ?? 'invalid.host';
  report('MW0422', { prop, got: describe(valid) });
  return 'invalid.host';
}
