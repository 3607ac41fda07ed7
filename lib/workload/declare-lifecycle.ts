import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import { count, instance, read, readObject, readRequired, reason } from '../values/read';
import { refuseOutput } from '../values/read-output';
import type { DrainDeclaration, LifecycleDeclaration } from './declaration';
import type { WorkloadProps } from './props';
import { Rollout, type RolloutStrategy } from './rollout';

const PERCENT = /^([1-9]\d?|100)%$/;

/** How the pods of `props` come and go; what is invalid is reported and left out. */
export function declareLifecycle(props: WorkloadProps, report: Report): LifecycleDeclaration {
  if (props.startup !== undefined && props.startsWithin !== undefined) {
    report('MW0130', { prop: 'startsWithin', got: 'both `startup` and `startsWithin`' });
  }
  return {
    startsWithinMs: readDuration(report, 'startsWithin', props.startsWithin),
    minReadyMs: readDuration(report, 'minReady', props.minReady),
    rollout: declareRollout(report, props.rollout),
    drain: declareDrain(props, report),
  };
}

function declareDrain(props: WorkloadProps, report: Report): DrainDeclaration {
  const given = readObject(report, 'drain', props.drain);
  const hasPorts = props.port !== undefined || props.ports !== undefined;
  for (const name of ['propagation', 'longestConnection'] as const) {
    if (given?.[name] === undefined || hasPorts) continue;
    report('MW0138', { prop: `drain.${name}`, got: 'a service without a port' });
  }
  return {
    propagationMs: readDuration(report, 'drain.propagation', given?.propagation),
    longestConnectionMs: readDuration(report, 'drain.longestConnection', given?.longestConnection),
    cleanUpMs: readDuration(report, 'drain.cleanUp', given?.cleanUp),
  };
}

/** A valid strategy, or undefined where it is not given or invalid. */
export function declareRollout(
  report: Report,
  given: Rollout | undefined,
): RolloutStrategy | undefined {
  const strategy = read(report, instance(Rollout), ['rollout', given])?.strategy;
  return strategy !== undefined && isValid(report, strategy) ? strategy : undefined;
}

function isValid(report: Report, strategy: RolloutStrategy): boolean {
  switch (strategy.kind) {
    case 'surge':
      return isAmount(report, strategy.amount);
    case 'recreate':
      return readRequired(report, reason, ['rollout', strategy.reason]) !== undefined;
    case 'partition':
      return readRequired(report, count, ['rollout', strategy.ordinal]) !== undefined;
  }
}

function isAmount(report: Report, amount: unknown): boolean {
  if (refuseOutput(report, ['rollout', amount])) return false;
  const isPercent = typeof amount === 'string' && PERCENT.test(amount);
  if (isPercent || (Number.isInteger(amount) && (amount as number) >= 1)) return true;
  report('MW0134', { prop: 'rollout', got: describe(amount) });
  return false;
}
