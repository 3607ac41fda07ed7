import { ONLY_VERSION } from '../conventions/names';
import type { Report } from '../findings/finding';
import { declareMatch } from '../traffic/declare-match';
import { Match } from '../traffic/match';
import { describe } from '../values/describe';
import {
  count,
  dnsLabel,
  flag,
  imageReference,
  instance,
  passedOn,
  percent,
  read,
  readObject,
  readRequired,
  text,
} from '../values/read';
import { refuseOutput } from '../values/read-output';
import { declareEnvironment } from './declare-environment';
import type { VersionDeclaration } from './declaration';
import type { VersionProps, WorkloadProps } from './props';
import { Scale } from './scale';

/** Used where an image is missing or invalid, so that the rest of the system can still be looked at. */
const NO_IMAGE = 'invalid';
/** Used where a match is invalid, so that nobody is told that the version has none. */
const SOME_MATCH = Match.header('invalid').present();

/** Whether `versions` says more than nothing. */
export function areNamed(versions: WorkloadProps['versions']): boolean {
  return Object.keys(versions ?? {}).length > 0;
}

/** The versions of `props`, sorted by name; at least one. */
export function declareVersions(
  props: WorkloadProps,
  report: Report,
): readonly VersionDeclaration[] {
  const versions = Object.entries(readObject(report, 'versions', props.versions) ?? {});
  if ((props.image === undefined) === (versions.length === 0)) {
    report('MW0110', {
      prop: 'image',
      got:
        props.image === undefined
          ? 'neither `image` nor `versions`'
          : 'both `image` and `versions`',
    });
  }
  if (versions.length === 0) {
    const image = props.image === undefined ? NO_IMAGE : readImage(report, 'image', props.image);
    return [
      {
        name: ONLY_VERSION,
        image,
        weight: undefined,
        when: undefined,
        env: {},
        scale: undefined,
        isRetiring: false,
      },
    ];
  }
  return versions
    .map(([name, version]) => declareVersion(report, name, version))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function declareVersion(report: Report, name: string, given: VersionProps): VersionDeclaration {
  const prop = `versions.${name}`;
  const version: Partial<VersionProps> = readObject(report, prop, given) ?? {};
  read(report, dnsLabel, [prop, name]);
  return {
    name,
    image: readImage(report, `${prop}.image`, version.image),
    weight: declareWeight(report, `${prop}.weight`, version.weight),
    when: declareMatch(report, `${prop}.when`, version.when) ?? (version.when && SOME_MATCH),
    env: declareEnvironment(report, `${prop}.env`, version.env),
    scale: declareScale(report, `${prop}.scale`, version.scale),
    isRetiring: read(report, flag, [`${prop}.retiring`, version.retiring]) ?? false,
  };
}

function readImage(report: Report, prop: string, value: string | undefined): string {
  const given = readRequired(report, passedOn(text), [prop, value]);
  return read(report, passedOn(imageReference), [prop, given]) ?? NO_IMAGE;
}

function declareWeight(
  report: Report,
  prop: string,
  weight: number | undefined,
): number | undefined {
  if (refuseOutput(report, [prop, weight])) return undefined;
  if (weight === undefined || (Number.isInteger(weight) && weight >= 0 && weight <= 100))
    return weight;
  report('MW0111', { prop, got: describe(weight) });
  // sums are judged as they were meant, so that one mistake is told once
  return typeof weight === 'number' ? weight : undefined;
}

/** A valid scale, or undefined where it is not given or invalid. */
export function declareScale(
  report: Report,
  prop: string,
  given: Scale | undefined,
): Scale | undefined {
  const scale = read(report, instance(Scale), [prop, given]);
  if (scale === undefined) return undefined;
  const bounds = [scale.min, scale.max].map((bound) => readRequired(report, count, [prop, bound]));
  const targets = Object.entries(scale.targets ?? {}).map(([name, value]) =>
    value === undefined ? 0 : read(report, percent, [`${prop}.${name}`, value]),
  );
  if ([...bounds, ...targets].includes(undefined)) return undefined;
  if (scale.min <= scale.max && (scale.targets === undefined || scale.min < scale.max))
    return scale;
  report('MW0112', { prop, got: `${scale.min} to ${scale.max}` });
  return undefined;
}
