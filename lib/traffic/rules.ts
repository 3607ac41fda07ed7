import type { Report } from '../findings/finding';
import {
  pathCovers,
  pathText,
  requestsOverlap,
  type RequestPattern,
} from '../graph/request-pattern';
import type { OperationDeclaration } from '../graph/declare-service';
import type { RoutePlan } from './plan-routes';

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
  if (!requestsOverlap(a, b)) return false;
  return pathCovers(a.path, b.path) === pathCovers(b.path, a.path);
}

/** Whether each route compares each header and parameter once, as Istio can. */
export function checkRoutes(routes: readonly RoutePlan[], report: Report): void {
  for (const { name, match } of routes) {
    const subjects = match.conditions.map((condition) => `${condition.subject} ${condition.name}`);
    const twice = subjects.find((subject, index) => subjects.indexOf(subject) !== index);
    if (twice !== undefined) report('MW0216', { prop: 'when', got: `${twice} in ${name}` });
  }
}
