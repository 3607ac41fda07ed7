import type { Report } from '../findings/finding';
import { pathCovers, pathsOverlap, pathText, type RequestPattern } from '../graph/request-pattern';
import type { OperationDeclaration, ServiceDeclaration } from '../graph/declare-service';
import type { VersionDeclaration } from '../workload/declaration';
import type { DestinationRulePlan } from './plan-destination';
import type { RoutePlan } from './plan-routes';

/** Whether every version is reached, and every request reaches one. */
export function checkVersions({ workload }: ServiceDeclaration, report: Report): void {
  const { versions, ports } = workload;
  const weights = versions.flatMap(({ weight }) => weight ?? []);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length > 0 && sum !== 100) {
    report('MW0210', { prop: 'versions', got: `${weights.join(' + ')} = ${sum}` });
  }
  const isSplit = versions.length > 1;
  // `weight: 0` says aloud that a version waits for its share
  const unweighted = versions.filter(
    ({ weight, when }) => when === undefined && weight === undefined,
  );
  const isOnlyDefault = weights.length === 0 && unweighted.length === 1;
  for (const { name } of isSplit && !isOnlyDefault ? unweighted : []) {
    report('MW0211', { prop: `versions.${name}`, got: 'neither `weight` nor `when`' });
  }
  const selected = versions.filter(({ when }) => when !== undefined);
  if (selected.length === versions.length && sum === 0) {
    report('MW0212', { prop: 'versions', got: 'a `when` on every version' });
  }
  reportSameSelectors(selected, report);
  const opaque = ports.find(({ family }) => family === 'tls');
  if (isSplit && opaque !== undefined) {
    report('MW0218', { prop: 'versions', got: `${opaque.protocol} on ${opaque.number}` });
  }
  if (!ports.some(({ family }) => family === 'http')) {
    for (const { name } of selected) {
      report('MW0214', { prop: `versions.${name}.when`, got: 'no HTTP port' });
    }
  }
}

function reportSameSelectors(selected: readonly VersionDeclaration[], report: Report): void {
  const textOf = ({ when }: VersionDeclaration): string => JSON.stringify(when);
  selected.forEach((version, index) => {
    const twin = selected.slice(0, index).find((other) => textOf(other) === textOf(version));
    if (twin === undefined) return;
    report('MW0217', { prop: `versions.${version.name}.when`, got: `the same as ${twin.name}` });
  });
}

/** Whether every request belongs to one most specific operation. */
export function checkOperations(operations: readonly OperationDeclaration[], report: Report): void {
  operations.forEach((operation, index) => {
    const rival = operations
      .slice(0, index)
      .find((other) => areAmbiguous(other.request, operation.request));
    if (rival === undefined) return;
    report('MW0215', {
      prop: `operations.${operation.name}`,
      got: `${pathText(operation.request.path)} beside ${pathText(rival.request.path)} of ${rival.name}`,
    });
  });
}

function areAmbiguous(a: RequestPattern, b: RequestPattern): boolean {
  const shareMethod =
    a.methods.length === 0 ||
    b.methods.length === 0 ||
    a.methods.some((method) => b.methods.includes(method));
  if (!shareMethod || !pathsOverlap(a.path, b.path)) return false;
  return pathCovers(a.path, b.path) === pathCovers(b.path, a.path);
}

/** Tells where outlier detection has nothing to choose from. */
export function checkEjection(
  destination: DestinationRulePlan | undefined,
  { workload, traffic }: ServiceDeclaration,
  report: Report,
): void {
  if (destination === undefined || traffic.outlierDetection.offReason !== undefined) return;
  const subsets = destination.subsets.length > 0 ? destination.subsets : [undefined];
  for (const subset of subsets) {
    const policy = subset?.policy ?? destination.policy;
    if (policy.outlierDetection !== undefined) continue;
    const prop = subset === undefined ? 'scale' : `versions.${subset.name}.scale`;
    report('MW0213', { prop, got: `1 replica of a ${workload.kind}` });
  }
}

/** Whether each route compares each header and parameter once, as Istio can. */
export function checkRoutes(routes: readonly RoutePlan[], report: Report): void {
  for (const { name, match } of routes) {
    const subjects = match.conditions.map((condition) => `${condition.subject} ${condition.name}`);
    const twice = subjects.find((subject, index) => subjects.indexOf(subject) !== index);
    if (twice !== undefined) report('MW0216', { prop: 'when', got: `${twice} in ${name}` });
  }
}
