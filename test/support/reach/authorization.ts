import { OPERATION_FIELDS, SOURCE_FIELDS, conditionField } from './authorization-fields';
import type { Field, Incoming } from './authorization-fields';
import type { AuthorizationRule, StringLists } from './istio';
import { hasLabels } from './labels';
import { nameOf, select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';

type AuthorizationPolicy = ResourceOf<'AuthorizationPolicy'>;

/** `values` of a field of which one must match and `notValues` of which none may. */
interface Constraint {
  readonly field: Field;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/**
 * Whether the workload's proxy lets a request in: refused if a DENY rule matches, else let in
 * if no ALLOW policy selects the workload, else if an ALLOW rule matches
 * (istio.io/api: security/v1beta1/authorization_policy.proto).
 */
export function isAuthorized(manifests: Manifests, incoming: Incoming): boolean {
  const policies = select(manifests, 'AuthorizationPolicy').filter((policy) =>
    isEnforcedOn(manifests, policy, incoming),
  );
  const custom = policies.find(({ spec }) => spec.action === 'CUSTOM');
  if (custom !== undefined) throw new Error(`${nameOf(custom)}: CUSTOM is not evaluated`);
  const denying = policies.filter(({ spec }) => spec.action === 'DENY');
  const allowing = policies.filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
  if (denying.some((policy) => hasMatch(policy, incoming))) return false;
  return allowing.length === 0 || allowing.some((policy) => hasMatch(policy, incoming));
}

// Sidecars ignore policies with targetRefs, and a dry run decides nothing
// (istio: pilot/pkg/model/policyattachment.go; pilot/pkg/security/authz/builder/builder.go).
function isEnforcedOn(
  manifests: Manifests,
  { metadata, spec }: AuthorizationPolicy,
  { workload }: Incoming,
): boolean {
  const reach = [workload.namespace, manifests.mesh.rootNamespace];
  const hasTargets = (spec.targetRefs ?? []).length > 0 || spec.targetRef !== undefined;
  return (
    reach.includes(metadata.namespace) &&
    !hasTargets &&
    metadata.annotations?.['istio.io/dry-run'] !== 'true' &&
    hasLabels(workload.labels, spec.selector?.matchLabels)
  );
}

function hasMatch(policy: AuthorizationPolicy, incoming: Incoming): boolean {
  return (policy.spec.rules ?? []).some((rule) => isMatch(policy, rule, incoming));
}

/** `from`, `to` and `when` all hold; of the entries of `from` and of `to` one is enough. */
function isMatch(
  policy: AuthorizationPolicy,
  rule: AuthorizationRule,
  incoming: Incoming,
): boolean {
  const { from = [], to = [], when = [] } = rule;
  const sources = from.map(({ source }) => constraintsOf(source, SOURCE_FIELDS));
  const operations = to.map(({ operation }) => constraintsOf(operation, OPERATION_FIELDS));
  const conditions = when.map(({ key, values = [], notValues = [] }) => ({
    field: known(conditionField(key), key),
    values,
    notValues,
  }));
  const isVoid =
    incoming.http === undefined &&
    (policy.spec.action ?? 'ALLOW') === 'ALLOW' &&
    [...sources.flat(), ...operations.flat(), ...conditions].some(({ field }) => field.isHttp);
  const holds = (constraint: Constraint): boolean =>
    isHeld(constraint, { incoming, owner: policy.metadata.namespace });
  return (
    // On TCP an ALLOW rule with anything of HTTP is dropped whole, while DENY only loses that
    // part (istio: pilot/pkg/security/authz/model/model.go, checkError).
    !isVoid && isOneHeld(sources, holds) && isOneHeld(operations, holds) && conditions.every(holds)
  );
}

function isOneHeld(
  alternatives: readonly (readonly Constraint[])[],
  holds: (constraint: Constraint) => boolean,
): boolean {
  return alternatives.length === 0 || alternatives.some((all) => all.every(holds));
}

function isHeld(
  { field, values, notValues }: Constraint,
  subject: { readonly incoming: Incoming; readonly owner: string },
): boolean {
  if (field.isHttp && subject.incoming.http === undefined) return true;
  const matches = (value: string): boolean => field.matches(value, subject);
  return (values.length === 0 || values.some(matches)) && !notValues.some(matches);
}

/** `methods` and `notMethods` of one operation become one constraint each. */
function constraintsOf(
  lists: StringLists | undefined,
  fields: Readonly<Record<string, Field>>,
): readonly Constraint[] {
  return Object.entries(lists ?? {}).map(([key, list = []]) => {
    const negated = Object.keys(fields).find((name) => key === negationOf(name));
    const field = known(fields[negated ?? key], key);
    return negated === undefined
      ? { field, values: list, notValues: [] }
      : { field, values: [], notValues: list };
  });
}

function negationOf(field: string): string {
  return `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

function known(field: Field | undefined, name: string): Field {
  if (field === undefined) throw new Error(`an authorization on ${name} is not evaluated`);
  return field;
}
