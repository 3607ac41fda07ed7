import type { Size } from 'cdk8s';
import { PROXY_UID } from '../conventions/istio';
import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { anyText, instance, quantity, read, readRequired, reason } from '../values/read';
import type { QuantityPair, ResourceDeclaration } from './declaration';
import { PodHardening, type Loosening } from './pod-hardening';
import type { ResourceProps } from './props';

type Quantity = string | { readonly amount: string } | Size | undefined;
const CAPABILITY = /^(?!CAP_)[A-Z][A-Z_]*$/;

/** Valid quantities of `resources`. */
export function declareResources(
  report: Report,
  prop: string,
  resources: ResourceProps | undefined,
): ResourceDeclaration {
  const pair = (name: 'cpu' | 'memory'): QuantityPair => ({
    request: readQuantity(report, `${prop}.${name}.request`, resources?.[name]?.request),
    limit: readQuantity(report, `${prop}.${name}.limit`, resources?.[name]?.limit),
  });
  return { cpu: pair('cpu'), memory: pair('memory') };
}

/** A quantity in Kubernetes' notation, from text, `Cpu` or `Size`. */
export function readQuantity(report: Report, prop: string, value: Quantity): string | undefined {
  return read(report, quantity, [prop, quantityText(value)]);
}

function quantityText(value: Quantity): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('asString' in value) return value.asString();
  return 'amount' in value ? value.amount : value;
}

/** A valid user, or undefined where it is not given or invalid. */
export function declareUser(report: Report, user: number | undefined): number | undefined {
  if (user === undefined || (Number.isInteger(user) && user >= 1 && user !== PROXY_UID))
    return user;
  report('MW0114', { prop: 'user', got: describe(user) });
  return undefined;
}

/** The loosenings with a valid reason, in a fixed order. */
export function declareLoosenings(
  report: Report,
  given: PodHardening | readonly PodHardening[] | undefined,
): readonly Loosening[] {
  const list = given === undefined ? [] : [given].flat();
  return list
    .flatMap((hardening) => read(report, instance(PodHardening), ['pod', hardening]) ?? [])
    .map(({ loosening }) => loosening)
    .filter((loosening) => isLooseningValid(report, loosening))
    .sort((a, b) => (looseningName(a) < looseningName(b) ? -1 : 1));
}

/** A loosening's name, as the annotation with its reason has it. */
export function looseningName(loosening: Loosening): string {
  return loosening.kind === 'capability'
    ? `capability-${loosening.capability.toLowerCase()}`
    : loosening.kind;
}

function isLooseningValid(report: Report, loosening: Loosening): boolean {
  const isReasoned = read(report, reason, ['pod', loosening.reason ?? '']) !== undefined;
  if (loosening.kind !== 'capability' || CAPABILITY.test(loosening.capability)) return isReasoned;
  report('MW0115', { prop: 'pod', got: describe(loosening.capability) });
  return false;
}

/** The texts of a list such as `command`, or undefined where it is not given. A program may well take an empty one. */
export function declareTexts(
  report: Report,
  prop: string,
  list: readonly string[] | undefined,
): readonly string[] | undefined {
  return list?.flatMap(
    (item, index) => readRequired(report, anyText, [`${prop}[${index}]`, item]) ?? [],
  );
}
