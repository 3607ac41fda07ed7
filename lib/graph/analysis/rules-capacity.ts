import { reportAt, type Finding } from '../../findings/finding';
import type { SystemAnalysis } from './analyse';
import { largestCapacityOf, smallestCapacityOf, type VersionCapacity } from './capacity';
import { roundText, shortName } from './text';

/** Reports versions of which an eviction and an ejection together leave no pod. */
export function checkLosses({ structure, capacityOf }: SystemAnalysis, findings: Finding[]): void {
  for (const { id, path, pods, places } of structure.nodes) {
    // where requests fail over, all pods of one place may be ejected, and are meant to be
    if (pods.length === 0 || places !== undefined) continue;
    const { versions } = capacityOf(id);
    for (const lost of versions.filter(isLost)) {
      const prop = versions.length === 1 ? 'scale' : `versions.${lost.version}.scale`;
      reportAt(path, findings)('MW1004', {
        prop,
        got: lossText(lost),
        // each pod more than are out answers
        args: { ejectable: lost.ejectable, fitting: lost.ejectable + lost.evictable + 1 },
      });
    }
  }
}

/** An update that takes all at once is another rule's. */
function isLost({ pods, ejectable, updating, left }: VersionCapacity): boolean {
  return ejectable > 0 && left === 0 && updating < pods;
}

function lossText({ pods, ejectable, evictable }: VersionCapacity): string {
  return `${pods} replicas, of which ${evictable} may be evicted and ${ejectable} ejected: none left`;
}

/** Reports pools and scales that a declared load does not fit into. */
export function checkCapacity(analysis: SystemAnalysis, findings: Finding[]): void {
  for (const { edge, perClient, limit } of analysis.callCapacities()) {
    // a load that is declared on the call itself is another rule's
    if (edge.load !== undefined || perClient === undefined) continue;
    if (limit === undefined || perClient <= limit) continue;
    const [caller, callee] = [shortName(edge.from), shortName(edge.to)];
    reportAt(edge.path, findings)('MW1005', {
      prop: edge.prop,
      got: `${limit}, for ${roundText(perClient)} requests at a time`,
      args: { caller, callee, needed: Math.ceil(perClient) },
    });
  }
  for (const { id, path } of analysis.structure.nodes) {
    const { concurrency, versions } = analysis.capacityOf(id);
    const largest = largestCapacityOf(versions);
    const smallest = smallestCapacityOf(versions);
    if (concurrency === undefined || largest === undefined || smallest === undefined) continue;
    const report = reportAt(path, findings);
    const args = { needed: Math.ceil(concurrency) };
    if (concurrency > largest) {
      report('MW1006', { prop: 'scale', got: `room for ${largest}`, args });
    } else if (concurrency > smallest) {
      report('MW1021', { prop: 'scale', got: `room for ${smallest} at the smallest scale`, args });
    }
  }
}
