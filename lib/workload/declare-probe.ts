import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import {
  absolutePath,
  anyText,
  count,
  headerName,
  instance,
  passedOn,
  portNumber,
  read,
  readMap,
  readRequired,
} from '../values/read';
import { declareTexts } from './declare-container';
import { Probe } from './probe';

/** A valid probe, or undefined where it is not given or invalid. */
export function declareProbe(
  report: Report,
  prop: string,
  given: Probe | undefined,
): Probe | undefined {
  const probe = read(report, instance(Probe), [prop, given]);
  if (probe === undefined) return undefined;
  const areValid = [
    isHandlerValid(report, prop, probe),
    ...(['initialDelay', 'period', 'timeout'] as const).map((name) =>
      isWholeSeconds(report, `${prop}.${name}`, probe.options[name]),
    ),
    isGiven(probe.options.failureThreshold, (value) =>
      read(report, count, [`${prop}.failureThreshold`, value]),
    ),
    isGiven(probe.options.port, (value) => read(report, portNumber, [`${prop}.port`, value])),
  ];
  return areValid.every(Boolean) ? probe : undefined;
}

function isGiven<T>(value: T | undefined, check: (value: T) => unknown): boolean {
  return value === undefined || check(value) !== undefined;
}

function isHandlerValid(report: Report, prop: string, { handler }: Probe): boolean {
  if (handler.kind === 'http') {
    const expected = { key: headerName, value: passedOn(anyText) };
    const headers = readMap(report, expected, [`${prop}.headers`, handler.headers]);
    const path = readRequired(report, absolutePath, [prop, handler.path]);
    return (
      path !== undefined && Object.keys(headers).length === Object.keys(handler.headers).length
    );
  }
  if (handler.kind !== 'exec') return true;
  if (handler.command.length === 0) report('MW0117', { prop, got: describe(handler.command) });
  const words = declareTexts(report, `${prop}.command`, handler.command);
  return words?.length === handler.command.length && words.length > 0;
}

function isWholeSeconds(report: Report, prop: string, value: Probe['options']['period']): boolean {
  if (value === undefined) return true;
  const ms = readDuration(report, prop, value);
  if (ms === undefined || ms % 1000 === 0) return ms !== undefined;
  report('MW0118', { prop, got: `${ms}ms` });
  return false;
}
