import { isIP } from 'node:net';
import type { FindingCode } from '../findings/catalogue';
import type { Report } from '../findings/finding';
import type { Named } from './named';
import { describe, isOutput } from './describe';
import { refuseOutput } from './read-output';
import { hasToken } from './token';

/** What a value must be, and the code that says so. */
export interface Expectation<T> {
  readonly code: FindingCode;
  readonly accepts: (value: unknown) => value is T;
  /** Values for the placeholders of the code's text. */
  readonly args?: Readonly<Record<string, string>>;
  /** Whether the value is only passed on, so that it may be known later; not when unset. */
  readonly takesTokens?: boolean;
}

/** `value` where it is what is expected; otherwise reported and left out. */
export function read<T>(
  report: Report,
  { code, accepts, args, takesTokens }: Expectation<T>,
  [prop, value]: readonly [string, unknown],
): T | undefined {
  if (value === undefined || refuseOutput(report, [prop, value], takesTokens)) return undefined;
  if (accepts(value)) return value;
  report(code, { prop, got: describe(value), ...(args && { args }) });
  return undefined;
}

/** {@link read} for a value that must be there, which plain JavaScript and `process.env` do not promise. */
export function readRequired<T>(
  report: Report,
  expectation: Expectation<T>,
  [prop, value]: readonly [string, unknown],
): T | undefined {
  if (value === undefined) report(expectation.code, { prop, got: describe(value) });
  return read(report, expectation, [prop, value]);
}

/** DNS label: RFC 1123, at most 63 characters. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Service name: RFC 1035 label, so it starts with a letter. */
export const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const HOST =
  /^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
const OBJECT_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?=.{0,63}$)([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
// what makes sense of CPU and of memory; Kubernetes would take a thousandth of a byte
const CPU = /^(?!0+(\.0+)?m?$)(\d+m|\d+(\.\d{1,3})?)$/;
const MEMORY = /^(?!0+(\.0+)?[A-Za-z]*$)\d+(\.\d+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
// github.com/distribution/reference: an optional host and port, a lower-case path, a tag, a digest
const IMAGE =
  /^([A-Za-z0-9][-A-Za-z0-9.]*(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[-\w.]{0,127})?(@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,})?$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const HTTP_TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const matches =
  (pattern: RegExp) =>
  (value: unknown): value is string =>
    typeof value === 'string' && pattern.test(value);

const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && isIP(value) !== 0;

export const text: Expectation<string> = {
  code: 'MW0001',
  accepts: (value): value is string => typeof value === 'string' && value.trim() !== '',
};
export const reason: Expectation<string> = { ...text, code: 'MW0009' };
export const count: Expectation<number> = {
  code: 'MW0002',
  accepts: (value): value is number => Number.isInteger(value) && (value as number) >= 1,
};
export const countOrZero: Expectation<number> = {
  code: 'MW0018',
  accepts: (value): value is number => Number.isInteger(value) && (value as number) >= 0,
};
export const percent: Expectation<number> = {
  code: 'MW0004',
  accepts: (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100,
};
export const flag: Expectation<boolean> = {
  code: 'MW0022',
  accepts: (value): value is boolean => typeof value === 'boolean',
};
export const portNumber: Expectation<number> = {
  code: 'MW0101',
  accepts: (value): value is number =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_535,
};
export const serviceName: Expectation<string> = { code: 'MW0005', accepts: matches(SERVICE_NAME) };
export const dnsLabel: Expectation<string> = { code: 'MW0005', accepts: matches(DNS_LABEL) };
export const objectName: Expectation<string> = { code: 'MW0013', accepts: matches(OBJECT_NAME) };
export const labelKey: Expectation<string> = { code: 'MW0017', accepts: matches(LABEL_KEY) };
export const anyText: Expectation<string> = {
  code: 'MW0001',
  accepts: (value): value is string => typeof value === 'string',
};
export const hostName: Expectation<string> = { code: 'MW0006', accepts: matches(HOST) };
export const ipAddress: Expectation<string> = { code: 'MW0007', accepts: isAddress };
export const cpuQuantity: Expectation<string> = { code: 'MW0008', accepts: matches(CPU) };
export const memoryQuantity: Expectation<string> = { code: 'MW0008', accepts: matches(MEMORY) };
export const labelValue: Expectation<string> = { code: 'MW0010', accepts: matches(LABEL_VALUE) };
export const imageReference: Expectation<string> = { code: 'MW0125', accepts: matches(IMAGE) };
export const environmentName: Expectation<string> = { code: 'MW0011', accepts: matches(ENV_NAME) };
export const headerName: Expectation<string> = { code: 'MW0012', accepts: matches(HTTP_TOKEN) };
export const absolutePath: Expectation<string> = { code: 'MW0015', accepts: matches(/^\/[^\0]*$/) };

/** A text that is only passed on: what `expectation` says, unless a part of it is known later. */
export function passedOn(expectation: Expectation<string>): Expectation<string> {
  const { accepts } = expectation;
  const takes = (value: unknown): value is string => hasToken(value) || accepts(value);
  return { ...expectation, accepts: takes, takesTokens: true };
}

/** A value that one of our classes made. */
export function instance<T>(type: { readonly prototype: T }): Expectation<T> {
  return {
    code: 'MW0016',
    accepts: (value): value is T =>
      Object.prototype.isPrototypeOf.call(type.prototype as object, value as object),
  };
}

/** The name of a Kubernetes object that is given by name or as a construct. */
export function readNamed(
  report: Report,
  prop: string,
  value: Named | undefined,
): string | undefined {
  return read(report, objectName, [prop, nameOf(value)]);
}

/** The name that `value` is or has, or the Output in its place; `value` itself where it is something else, for the message. */
export function nameOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('name' in value)) return value;
  return typeof value.name === 'string' || isOutput(value.name) ? value.name : value;
}

/** The valid entries of a map of texts; `key` and `value` say what they must be. */
export function readMap(
  report: Report,
  { key, value }: { readonly key: Expectation<string>; readonly value: Expectation<string> },
  [prop, map]: readonly [string, Readonly<Record<string, string>> | undefined],
): Record<string, string> {
  const entries = Object.entries(readObject(report, prop, map) ?? {}).filter(
    ([name, content]) =>
      read(report, key, [prop, name]) !== undefined &&
      read(report, value, [`${prop}.${name}`, content]) !== undefined,
  );
  return Object.fromEntries(entries);
}

/** Properties or entries by name; what is no object is reported and counts as not given. */
export function readObject<T extends object>(
  report: Report,
  prop: string,
  value: T | undefined,
): T | undefined {
  if (value === undefined) return undefined;
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && !Array.isArray(value) && !isOutput(value)) return value;
  report('MW0019', { prop, got: describe(value) });
  return undefined;
}

/** The items of a list; what is no list is reported and counts as empty. */
export function readList<T>(
  report: Report,
  prop: string,
  value: readonly T[] | undefined,
): readonly T[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly T[];
  report('MW0020', { prop, got: describe(value) });
  return [];
}

/** One of the words that a property knows. */
export function oneOf<T extends string>(words: readonly T[]): Expectation<T> {
  return {
    code: 'MW0021',
    accepts: (value): value is T => words.some((word) => word === value),
    args: { words: words.join(', ') },
  };
}
