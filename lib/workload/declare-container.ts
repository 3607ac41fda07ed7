import type { Size } from 'cdk8s';
import { PROXY_UID } from '../conventions/istio';
import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import {
  anyText,
  cpuQuantity,
  instance,
  memoryQuantity,
  passedOn,
  read,
  readList,
  readObject,
  readRequired,
  reason,
  type Expectation,
} from '../values/read';
import { refuseOutput } from '../values/read-output';
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
  const given = readObject(report, prop, resources);
  const pair = (name: 'cpu' | 'memory', expectation: Expectation<string>): QuantityPair => {
    const bounds = readObject(report, `${prop}.${name}`, given?.[name]);
    const [request, limit] = (['request', 'limit'] as const).map((bound) =>
      readQuantity(report, expectation, [`${prop}.${name}.${bound}`, bounds?.[bound]]),
    );
    if (request !== undefined && limit !== undefined && amountOf(request) > amountOf(limit)) {
      report('MW0126', { prop: `${prop}.${name}.request`, got: request, args: { limit } });
    }
    return { request, limit };
  };
  return { cpu: pair('cpu', cpuQuantity), memory: pair('memory', memoryQuantity) };
}

/** A quantity in Kubernetes' notation, from text, `Cpu` or `Size`. */
export function readQuantity(
  report: Report,
  expectation: Expectation<string>,
  [prop, value]: readonly [string, Quantity],
): string | undefined {
  return read(report, expectation, [prop, quantityText(value)]);
}

const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** A valid quantity as a number, to compare. */
function amountOf(quantity: string): number {
  const [, digits = '', unit = ''] = /^([\d.]+)(.*)$/.exec(quantity) ?? [];
  if (unit === 'm') return Number(digits) / 1000;
  const isBinary = unit.endsWith('i');
  const power = isBinary
    ? DECIMAL.indexOf(unit.slice(0, 1).replace('K', 'k'))
    : DECIMAL.indexOf(unit);
  return Number(digits) * (isBinary ? 1024 : 1000) ** power;
}

function quantityText(value: Quantity): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('asString' in value) return value.asString();
  return 'amount' in value ? value.amount : value;
}

/** A valid user, or undefined where it is not given or invalid. */
export function declareUser(report: Report, user: number | undefined): number | undefined {
  if (refuseOutput(report, ['user', user])) return undefined;
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
  if (list === undefined) return undefined;
  return readList(report, prop, list).flatMap(
    (item, index) => readRequired(report, passedOn(anyText), [`${prop}[${index}]`, item]) ?? [],
  );
}
