import * as pulumi from '@pulumi/pulumi';
import { ISTIO_VERSIONS } from '../../mesh/props';
import { DNS_LABEL } from '../../values/read';
import type { IstioInstallation, IstioInstallationProps } from './istio-installation';

/** What is installed where nothing is said, or by the installation that this one is beside. */
export type ResolvedInstallation = Pick<IstioInstallation, 'revision' | 'version' | 'parts'>;

/** Throws everything that is wrong with the installation `name`, before anything of it is registered. */
export function refuseInstallation(
  name: string,
  props: IstioInstallationProps,
  resolved: ResolvedInstallation,
): void {
  const problems = [
    ...versionProblems(resolved.version, props.beside?.version),
    ...revisionProblems(props),
    ...partProblems(props, resolved.parts),
  ];
  if (problems.length === 0) return;
  throw new pulumi.RunError(problems.map((problem) => `[${name}] ${problem}`).join('\n'));
}

function versionProblems(version: string, base: string | undefined): readonly string[] {
  const isKnown = /^\d+\.\d+\.\d+$/.test(version) && ISTIO_VERSIONS.includes(lineOf(version));
  if (!isKnown) {
    return [`version: got ${version}, want a release of ${ISTIO_VERSIONS.join(', ')}`];
  }
  // the definitions of an older base lack what a newer control plane reads
  return base !== undefined && isNewer(version, base)
    ? [`version: got ${version}, want at most ${base}, that of the base beside it`]
    : [];
}

function lineOf(version: string): (typeof ISTIO_VERSIONS)[number] {
  return version.split('.').slice(0, 2).join('.') as (typeof ISTIO_VERSIONS)[number];
}

function isNewer(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) > 0;
}

function revisionProblems({ beside, revision }: IstioInstallationProps): readonly string[] {
  if (revision !== undefined && !DNS_LABEL.test(revision)) {
    return [
      `revision: got ${revision}, want lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash`,
    ];
  }
  if (beside === undefined || (revision !== undefined && revision !== beside.revision)) return [];
  return [
    `revision: got ${revision ?? 'none'}, want another than that of the installation beside it`,
  ];
}

function partProblems(
  { beside, parts: given }: IstioInstallationProps,
  parts: ResolvedInstallation['parts'],
): readonly string[] {
  const got = JSON.stringify(given);
  if (beside !== undefined && given !== undefined) {
    return [`parts: got ${got}, want none: those of the installation beside it serve both`];
  }
  // https://istio.io/latest/docs/ambient/install/helm/
  return parts.includes('ztunnel') && !parts.includes('cni')
    ? [`parts: got ${got}, want cni beside ztunnel, which leads the traffic of pods to it`]
    : [];
}
