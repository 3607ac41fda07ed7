import type { CallDeclaration } from '../graph/declare-call';
import type { EdgePlan } from '../graph/edge';
import { firstGiven, type Layer } from './layers';
import type { PolicyDeclaration } from './policy';

/** Fields of a policy that Istio knows by host and client alone. */
const HOST_FIELDS = [
  'loadBalancing',
  'connection',
  'outlierDetection',
  'retryBudget',
] as const satisfies readonly (keyof PolicyDeclaration)[];

/** Whether a call says something that Istio knows by host and client alone, and so has a rule of its own. */
export function declaresHostPolicy({ policy, profile, pool }: CallDeclaration): boolean {
  const given = [policy, profile?.policy];
  return (
    pool !== undefined ||
    HOST_FIELDS.some((field) => given.some((each) => each?.[field] !== undefined))
  );
}

/** What a call's own profile says that Istio knows by host and client alone, and that whatever it calls does not say. */
export function unsharedHostPolicies({ layers }: EdgePlan): readonly string[] {
  const behind = layers.filter((layer) => !isOwn(layer));
  return HOST_FIELDS.filter((field) => {
    const own = firstGiven(layers.filter(isOwn), (policy) => policy[field]);
    const shared = firstGiven(behind, (policy) => policy[field]);
    return own !== undefined && JSON.stringify(own.value) !== JSON.stringify(shared?.value);
  });
}

/** The first property of a call that Istio knows by host and client alone; undefined where there is none. */
export function ownPolicyOf({ layers, pool }: EdgePlan): string | undefined {
  if (pool !== undefined) return 'pool';
  const own = layers.filter(isOwn);
  return HOST_FIELDS.find((field) => own.some(({ policy }) => policy[field] !== undefined));
}

function isOwn({ origin }: Layer): boolean {
  return origin.level === 'call';
}
