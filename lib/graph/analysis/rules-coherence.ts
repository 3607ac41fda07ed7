import { reportAt, type Finding } from '../../findings/finding';
import type { NodeModel } from '../model';
import { CRITICALITIES } from '../service-character';
import type { SystemAnalysis } from './analyse';
import { hardDependencies, reachableFromOutside } from './reach';
import { hardLinks } from './objectives';
import { placesIn } from './places';
import { at, type Structure } from './structure';

/** Reports what does not fit together, whatever fails. */
export function checkCoherence({ structure }: SystemAnalysis, findings: Finding[]): void {
  const reachable = reachableFromOutside(structure);
  structure.nodes.forEach((node, number) => {
    checkInversions(structure, number, findings);
    checkPlaces(structure, number, findings);
    if (node.criticality === 'critical') checkSinglePods(structure, number, findings);
    const isForgotten = node.kind === 'service' && node.hasPorts && !reachable.has(number);
    if (isForgotten) reportAt(node.path, findings)('MW1013', { prop: 'port', got: 'no caller' });
  });
  checkProtection(structure, findings);
}

function checkInversions(structure: Structure, number: number, findings: Finding[]): void {
  const caller = at(structure.nodes, number);
  for (const { edge, to } of hardLinks(structure, number)) {
    const callee = at(structure.nodes, to);
    if (!isLess(callee, caller)) continue;
    reportAt(edge.path, findings)('MW1011', {
      prop: edge.prop,
      got: `${callee.criticality} ${callee.name} behind ${caller.criticality} ${caller.name}`,
      args: { callee: callee.name },
    });
  }
}

/** Whether both are known, and `a` is the less important. */
function isLess(a: NodeModel, b: NodeModel): boolean {
  if (a.criticality === undefined || b.criticality === undefined) return false;
  return CRITICALITIES.indexOf(a.criticality) > CRITICALITIES.indexOf(b.criticality);
}

function checkSinglePods(structure: Structure, number: number, findings: Finding[]): void {
  const critical = at(structure.nodes, number);
  for (const dependency of hardDependencies(structure, number)) {
    const { path, name, pods } = at(structure.nodes, dependency);
    const single = pods.reduce((sum, { min }) => sum + min, 0);
    if (single !== 1) continue;
    reportAt(path, findings)('MW1012', {
      prop: 'scale',
      got: `1 replica, which ${critical.name} cannot do without`,
      args: { callee: name },
    });
  }
}

/** Data stays where it may be, and a service only fails over to where it can work. */
function checkPlaces(structure: Structure, number: number, findings: Finding[]): void {
  const node = at(structure.nodes, number);
  const { path, places, residency } = node;
  if (places === undefined) return;
  const regions = placesIn('regions', node, structure.model) ?? [];
  const outside = regions.filter((name) => residency?.includes(name) === false);
  if (residency !== undefined && outside.length > 0) {
    reportAt(path, findings)('MW1016', {
      prop: 'failover',
      got: outside.join(', '),
      args: { residency: residency.join(', ') },
    });
  }
  for (const { edge, to } of hardLinks(structure, number)) {
    const callee = at(structure.nodes, to);
    const there = placesIn(places.kind, callee, structure.model);
    const missing = places.names.filter((name) => there?.includes(name) === false);
    if (missing.length === 0) continue;
    reportAt(edge.path, findings)('MW1017', {
      prop: edge.prop,
      got: `${callee.name}, which is not in ${missing.join(', ')}`,
      args: { callee: callee.name },
    });
  }
}

function checkProtection({ links, nodes }: Structure, findings: Finding[]): void {
  for (const { edge, from, to } of links) {
    // the routes of a reference are declared elsewhere, and may be as good as ours
    if (edge.isEnforced || !edge.carriesRequests || at(nodes, to).kind === 'reference') continue;
    const got = `${at(nodes, from).name}, which has no proxy`;
    reportAt(edge.path, findings)('MW1015', { prop: edge.prop, got });
  }
}
