import type { Report } from '../findings/finding';
import { readRequiredDuration } from '../values/duration';
import { headerName, instance, percent, read, readRequired, reason, text } from '../values/read';
import { Mirror } from './mirror';
import { Split } from './split';

/** How requests are shared among versions, as declared. */
export interface SplitDeclaration {
  readonly kind: Split['kind'];
  readonly cookie: { readonly name: string; readonly ttlMs: number } | undefined;
}

/** A valid split; by request where it is not given or invalid. */
export function declareSplit(report: Report, given: Split | undefined): SplitDeclaration {
  const split = read(report, instance(Split), ['split', given]) ?? Split.byRequest();
  if (split.kind === 'controller') readRequired(report, text, ['split', split.controller]);
  if (split.cookie === undefined) return { kind: split.kind, cookie: undefined };
  const name = readRequired(report, headerName, ['split', split.cookie.name]);
  const ttlMs = readRequiredDuration(report, 'split.ttl', split.cookie.ttl);
  if (name === undefined || ttlMs === undefined) return { kind: 'request', cookie: undefined };
  return { kind: 'cookie', cookie: { name, ttlMs } };
}

/** A valid mirror, or undefined where it is not given or invalid. */
export function declareMirror(report: Report, given: Mirror | undefined): Mirror | undefined {
  const mirror = read(report, instance(Mirror), ['mirror', given]);
  if (mirror === undefined) return undefined;
  const isReasoned =
    mirror.everythingReason === undefined ||
    read(report, reason, ['mirror', mirror.everythingReason]) !== undefined;
  const isPercent =
    mirror.options.percent === undefined ||
    read(report, percent, ['mirror.percent', mirror.options.percent]) !== undefined;
  return isReasoned && isPercent ? mirror : undefined;
}
