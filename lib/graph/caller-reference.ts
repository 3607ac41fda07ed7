import type { Report } from '../findings/finding';
import { Identity } from '../security/identity';
import { describe } from '../values/describe';
import { dnsLabel, objectName, readRequired } from '../values/read';
import type { EdgePlan } from './edge';
import type { OperationOwner } from './operation';

/** A caller: the construct that calls, or its identity where it is declared elsewhere. */
export type CallerReference = OperationOwner | Identity;

/** A caller as declared. */
export type CallerReferenceDeclaration =
  | { readonly kind: 'construct'; readonly path: string }
  | { readonly kind: 'identity'; readonly namespace: string; readonly serviceAccount: string };

/** A valid reference, or undefined where it is not given or invalid. */
export function declareCallerReference(
  report: Report,
  prop: string,
  given: CallerReference | undefined,
): CallerReferenceDeclaration | undefined {
  if (given === undefined) return undefined;
  if (given instanceof Identity) {
    const namespace = readRequired(report, dnsLabel, [prop, given.namespace]);
    const serviceAccount = readRequired(report, objectName, [prop, given.serviceAccount]);
    if (namespace === undefined || serviceAccount === undefined) return undefined;
    return { kind: 'identity', namespace, serviceAccount };
  }
  // plain JavaScript may hand over anything
  const path: unknown = (given as Partial<OperationOwner> | null)?.node?.path;
  if (typeof path === 'string') return { kind: 'construct', path };
  report('MW0016', { prop, got: describe(given) });
  return undefined;
}

/** The principal of `caller` as one of `edges` has it; undefined where it makes none of them. */
export function principalAmong(
  edges: readonly EdgePlan[],
  caller: CallerReferenceDeclaration,
): string | undefined {
  const found = edges.find(({ caller: { path, principal } }) =>
    caller.kind === 'construct'
      ? path === caller.path
      : principal?.endsWith(`/ns/${caller.namespace}/sa/${caller.serviceAccount}`),
  );
  return found?.caller.principal;
}

/** `caller` as messages show it. */
export function callerText(caller: CallerReferenceDeclaration): string {
  return caller.kind === 'construct' ? caller.path : `${caller.namespace}/${caller.serviceAccount}`;
}
