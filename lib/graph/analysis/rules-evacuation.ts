import { reportAt, type Finding } from '../../findings/finding';
import type { SystemAnalysis } from './analyse';
import { entriesOf } from './entries';
import { hardDependencies } from './reach';
import { smallestCapacityOf } from './capacity';
import { at, numberOf } from './structure';
import { listText } from './text';

/** Reports requests that the loss of a zone or region turns away, though several pods ran. */
export function checkUnreachable(
  { structure, evacuations }: SystemAnalysis,
  findings: Finding[],
): void {
  for (const { lost, kind, services, entries } of evacuations()) {
    const turnedAway = new Set(entries);
    // a single pod is another rule's
    const gone = services
      .filter(({ pods, left }) => pods > 1 && left === 0)
      .map(({ service }) => numberOf(structure, service));
    if (gone.length === 0) continue;
    for (const { name, node, link } of entriesOf(structure)) {
      if (!turnedAway.has(name)) continue;
      const first = link?.to ?? node;
      const needed = new Set([first, ...hardDependencies(structure, first)]);
      const missing = gone
        .filter((each) => needed.has(each))
        .map((each) => at(structure.nodes, each));
      if (missing.length === 0) continue;
      const names = listText(missing.map(({ name }) => name).sort());
      reportAt(link?.edge.path ?? at(structure.nodes, node).path, findings)('MW1019', {
        prop: link?.edge.prop ?? 'calls',
        got: `nothing left of ${names} without ${kind} ${lost}`,
        listed: missing.map(({ id }) => id).sort(),
        args: { missing: names },
      });
    }
  }
}

/** Reports services that the loss of a zone or region leaves too small. */
export function checkEvacuations(
  { structure, evacuations, capacityOf }: SystemAnalysis,
  findings: Finding[],
): void {
  for (const { lost, services } of evacuations()) {
    for (const { service, pods, left, concurrency, capacity } of services) {
      if (concurrency === undefined || capacity === undefined || concurrency <= capacity) continue;
      // where the smallest scale is too small without any loss, that is another rule's
      const whole = smallestCapacityOf(capacityOf(service).versions);
      if (left === pods || whole === undefined || concurrency > whole) continue;
      const { path } = at(structure.nodes, numberOf(structure, service));
      reportAt(path, findings)('MW1007', {
        prop: 'scale',
        got: `${left} of ${pods} replicas with room for ${capacity}`,
        args: { lost, needed: Math.ceil(concurrency) },
      });
    }
  }
}
