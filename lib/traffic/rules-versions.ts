import type { Report } from '../findings/finding';
import type { ServiceDeclaration } from '../graph/declare-service';
import type { VersionDeclaration } from '../workload/declaration';
import { describe } from '../values/describe';

/** Whether every version is reached, and every request reaches one. */
export function checkVersions(service: ServiceDeclaration, report: Report): void {
  const { versions, ports } = service.workload;
  const routed = versions.filter(({ isRetiring }) => !isRetiring);
  checkRetiring(service, report);
  checkWeights(routed, report);
  checkReached(service, routed, report);
  reportSameSelectors(routed, report);
  checkNames(service, report);
  checkSharing(service, routed, report);
  const opaque = ports.find(({ family }) => family === 'tls');
  if (versions.length > 1 && opaque !== undefined) {
    report('MW0218', { prop: 'versions', got: `${opaque.protocol} on ${opaque.number}` });
  }
  if (!ports.some(({ family }) => family === 'http')) reportRequestsOnly(service, report);
}

function weightsOf(versions: readonly VersionDeclaration[]): readonly number[] {
  return versions.flatMap(({ weight }) => weight ?? []);
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0);
}

/** Whether anything still sends requests to a version that is about to go. */
function checkRetiring({ workload, traffic }: ServiceDeclaration, report: Report): void {
  const { versions } = workload;
  const retiring = versions.filter(({ isRetiring }) => isRetiring);
  for (const { name, weight, when } of retiring) {
    const sources = [
      ...(weight === undefined ? [] : [`weight ${weight}`]),
      ...(when === undefined ? [] : ['a `when`']),
      ...(traffic.mirror?.version === name ? ['the copies of `mirror`'] : []),
      // a choice among all pods of the host, whatever their version
      ...(traffic.failover?.kind === 'version' ? ['Failover.fromVersion'] : []),
    ];
    for (const got of sources) report('MW0248', { prop: `versions.${name}`, got });
  }
  if (retiring.length > 0 && retiring.length === versions.length) {
    report('MW0248', { prop: 'versions', got: 'no other version' });
  }
}

function checkWeights(routed: readonly VersionDeclaration[], report: Report): void {
  const weights = weightsOf(routed);
  if (weights.length === 0 || sumOf(weights) === 100) return;
  report('MW0210', { prop: 'versions', got: `${weights.join(' + ')} = ${sumOf(weights)}` });
}

function checkReached(
  { traffic }: ServiceDeclaration,
  routed: readonly VersionDeclaration[],
  report: Report,
): void {
  const selected = routed.filter(({ when }) => when !== undefined);
  if (routed.length > 0 && selected.length === routed.length && sumOf(weightsOf(routed)) === 0) {
    report('MW0212', { prop: 'versions', got: 'a `when` on every version' });
  }
  // a controller, or the order of failover, gives each its requests
  if (traffic.split.kind === 'controller' || traffic.failover?.kind === 'version') return;
  // `weight: 0` says aloud that a version waits for its share
  const unweighted = routed.filter(
    ({ name, weight, when }) =>
      when === undefined && weight === undefined && name !== traffic.mirror?.version,
  );
  const isOnlyDefault = weightsOf(routed).length === 0 && unweighted.length === 1;
  for (const { name } of routed.length > 1 && !isOnlyDefault ? unweighted : []) {
    report('MW0211', { prop: `versions.${name}`, got: 'neither `weight` nor `when`' });
  }
}

function reportSameSelectors(routed: readonly VersionDeclaration[], report: Report): void {
  const byText = new Map<string, string>();
  for (const { name, when } of routed) {
    if (when === undefined) continue;
    const text = JSON.stringify(when);
    const twin = byText.get(text);
    if (twin === undefined) byText.set(text, name);
    else report('MW0217', { prop: `versions.${name}.when`, got: `the same as ${twin}` });
  }
}

/** Whether mirror and failover name versions that there are. */
function checkNames({ workload, traffic }: ServiceDeclaration, report: Report): void {
  const there = workload.versions.map(({ name }) => name);
  const { mirror, failover } = traffic;
  const named = [
    ...(mirror === undefined ? [] : [{ prop: 'mirror', version: mirror.version }]),
    ...(failover?.kind === 'version'
      ? failover.names.map((version) => ({ prop: 'failover', version }))
      : []),
  ];
  for (const { prop, version } of named) {
    if (there.length > 1 && there.includes(version)) continue;
    const versions = there.length > 1 ? there.join(', ') : 'two versions or more';
    report('MW0245', { prop, got: describe(version), args: { versions } });
  }
}

/** Whether only one of weights, a controller and failover shares the requests. */
function checkSharing(
  { traffic: { split, failover } }: ServiceDeclaration,
  routed: readonly VersionDeclaration[],
  report: Report,
): void {
  const prop = 'versions';
  const weights = weightsOf(routed);
  if (split.kind === 'controller' && routed.length < 2) {
    const wanted = 'two versions or more, whose weights a controller owns';
    report('MW0247', { prop, got: `${routed.length} version and Split.ownedBy`, args: { wanted } });
  }
  if (split.kind === 'controller' && weights.length > 0) {
    const got = `weights ${weights.join(', ')} and Split.ownedBy`;
    report('MW0247', { prop, got, args: { wanted: 'no weights, which the controller owns' } });
  }
  if (failover?.kind !== 'version') return;
  if (weights.length > 0 || split.kind !== 'request') {
    const got = weights.length > 0 ? `weights ${weights.join(', ')}` : 'another Split';
    const wanted = 'neither weights nor a Split beside Failover.fromVersion';
    report('MW0247', { prop, got: `${got} and Failover.fromVersion`, args: { wanted } });
  }
}

function reportRequestsOnly({ workload, traffic }: ServiceDeclaration, report: Report): void {
  const props = [
    ...workload.versions.flatMap(({ name, when }) =>
      when === undefined ? [] : [`versions.${name}.when`],
    ),
    ...(traffic.split.kind === 'request' ? [] : ['split']),
    ...(traffic.mirror === undefined ? [] : ['mirror']),
  ];
  for (const prop of props) report('MW0214', { prop, got: 'no HTTP port' });
}
