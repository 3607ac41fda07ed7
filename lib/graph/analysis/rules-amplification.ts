import { reportAt, type Finding } from '../../findings/finding';
import type { SystemAnalysis } from './analyse';
import { amplificationBeyond } from './amplification-screen';
import { at } from './structure';
import { circleText, pathText, roundText, shortName } from './text';

/** Reports every service at which failures first multiply the load beyond the limit. */
export function checkAmplification({ structure }: SystemAnalysis, findings: Finding[]): void {
  const limit = structure.model.limits.amplification;
  for (const { node, factor, path } of amplificationBeyond(structure, limit)) {
    const { id } = at(structure.nodes, node);
    const last = path.at(-1)?.edge;
    if (last === undefined) continue;
    reportAt(last.path, findings)('MW1001', {
      prop: last.prop,
      got: `${roundText(factor)} times the load on ${shortName(id)}, most of it by ${pathText(path)}`,
      listed: path.map(({ edge }) => edge.id),
      args: { limit },
    });
  }
}

/** Reports each circle of calls once, at the call that closes it. */
export function checkCycles({ cycles, structure }: SystemAnalysis, findings: Finding[]): void {
  for (const links of cycles()) {
    const edge = links.at(-1)?.edge;
    if (edge === undefined) continue;
    const got = circleText(structure, links);
    const listed = links.map((link) => link.edge.id);
    reportAt(edge.path, findings)('MW1002', { prop: edge.prop, got, listed });
  }
}
