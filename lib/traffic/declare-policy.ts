import type { Report } from '../findings/finding';
import { readDuration } from '../values/duration';
import { count, instance, percent, read, readObject, readRequired, reason } from '../values/read';
import { declareLoadBalancing } from './declare-balancing';
import { declareConnection } from './declare-connection';
import { declareCapacity } from './declare-limits';
import { declareRetries } from './declare-retries';
import { OutlierDetection, PanicThreshold } from './outlier-detection';
import type {
  OutlierDeclaration,
  PolicyDeclaration,
  ProfileDeclaration,
  RetryBudgetDeclaration,
} from './policy';
import type { ClientPolicyProps, ProfileProps } from './policy-props';
import { Profile } from './profile';
import { RetryBudget } from './retry-budget';

/** What `props` say, below the property `prefix`: `''` or one that ends with a dot. */
export function declarePolicy(
  report: Report,
  prefix: string,
  props: ProfileProps | ClientPolicyProps,
): PolicyDeclaration {
  const given: ProfileProps = props;
  return {
    timeoutMs: readDuration(report, `${prefix}timeout`, given.timeout),
    maxTimeoutMs: readDuration(report, `${prefix}maxTimeout`, given.maxTimeout),
    retries: declareRetries(report, `${prefix}retries`, given.retries),
    loadBalancing: declareLoadBalancing(report, `${prefix}loadBalancing`, given.loadBalancing),
    connection: declareConnection(report, `${prefix}connection`, given.connection),
    outlierDetection: declareOutlierDetection(
      report,
      `${prefix}outlierDetection`,
      given.outlierDetection,
    ),
    retryBudget: declareRetryBudget(report, `${prefix}retryBudget`, given.retryBudget),
    capacity: declareCapacity(report, `${prefix}capacity`, given.capacity),
  };
}

/** A valid profile, or undefined where it is not given or invalid. */
export function declareProfile(
  report: Report,
  prop: string,
  given: Profile | undefined,
): ProfileDeclaration | undefined {
  const profile = read(report, instance(Profile), [prop, given]);
  if (profile === undefined) return undefined;
  const props = readObject(report, prop, profile.props) ?? {};
  return { name: String(profile.name), policy: declarePolicy(report, `${prop}.`, props) };
}

function declareOutlierDetection(
  report: Report,
  prop: string,
  given: OutlierDetection | undefined,
): OutlierDeclaration | undefined {
  const detection = read(report, instance(OutlierDetection), [prop, given]);
  if (detection === undefined) return undefined;
  const { options } = detection;
  const number = (
    name: 'consecutive5xxErrors' | 'consecutiveGatewayErrors' | 'consecutiveLocalOriginFailures',
  ) => read(report, count, [`${prop}.${name}`, options[name]]);
  return {
    consecutive5xxErrors: number('consecutive5xxErrors'),
    consecutiveGatewayErrors: number('consecutiveGatewayErrors'),
    consecutiveLocalOriginFailures: number('consecutiveLocalOriginFailures'),
    intervalMs: readDuration(report, `${prop}.interval`, options.interval),
    baseEjectionTimeMs: readDuration(report, `${prop}.baseEjectionTime`, options.baseEjectionTime),
    panicThreshold: declarePanic(report, `${prop}.panicThreshold`, options.panicThreshold),
    offReason: read(report, reason, [prop, detection.offReason]),
  };
}

function declarePanic(
  report: Report,
  prop: string,
  given: PanicThreshold | undefined,
): PanicThreshold | undefined {
  const panic = read(report, instance(PanicThreshold), [prop, given]);
  if (panic === undefined) return undefined;
  const isPercent = readRequired(report, percent, [prop, panic.percent]) !== undefined;
  const isReasoned = readRequired(report, reason, [prop, panic.reason]) !== undefined;
  return isPercent && isReasoned ? panic : undefined;
}

function declareRetryBudget(
  report: Report,
  prop: string,
  given: RetryBudget | undefined,
): RetryBudgetDeclaration | undefined {
  const budget = read(report, instance(RetryBudget), [prop, given]);
  if (budget === undefined) return undefined;
  const { kind, amount, options } = budget;
  const isValid = {
    percent: () => readRequired(report, percent, [prop, amount]),
    count: () => readRequired(report, count, [prop, amount]),
    unlimited: () => readRequired(report, reason, [prop, amount]),
  };
  if (isValid[kind]() === undefined) return undefined;
  return {
    kind,
    amount: typeof amount === 'number' ? amount : 0,
    minRetryConcurrency: read(report, count, [
      `${prop}.minRetryConcurrency`,
      options.minRetryConcurrency,
    ]),
    budgetIntervalMs: readDuration(report, `${prop}.budgetInterval`, options.budgetInterval),
    reason: typeof amount === 'string' ? amount : undefined,
  };
}
