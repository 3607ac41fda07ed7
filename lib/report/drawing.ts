import type { Finding } from '../findings/finding';
import type { SystemAnalysis } from '../graph/analysis/analyse';
import { meshTries } from '../graph/analysis/tries';
import type { EdgeModel } from '../graph/model';
import { istioDuration } from '../values/duration';

/** What a picture of one system is drawn from. */
export interface DrawnSystem {
  readonly analysis: SystemAnalysis;
  readonly findings: readonly Finding[];
}

/** A picture of all systems together, before anybody lays it out. */
export interface Drawing {
  readonly nodes: readonly { readonly key: string; readonly label: string }[];
  readonly links: readonly DrawnLink[];
}

/** An arrow. */
export interface DrawnLink {
  /** Keys of nodes. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly hasFinding: boolean;
}

/** The nodes and calls of `systems`; two systems may well have nodes of one name. */
export function drawingOf(systems: readonly DrawnSystem[]): Drawing {
  const keyOf = (system: number, node: number): string => `s${system}n${node}`;
  return {
    nodes: systems.flatMap(({ analysis }, system) =>
      analysis.structure.nodes.map(({ id }, node) => ({ key: keyOf(system, node), label: id })),
    ),
    links: systems.flatMap((drawn, system) =>
      drawn.analysis.structure.links.map(({ edge, from, to }) => ({
        from: keyOf(system, from),
        to: keyOf(system, to),
        label: edgeLabel(drawn, edge),
        hasFinding: codesAt(drawn, edge).length > 0,
      })),
    ),
  };
}

/** What stands on an edge: operation, deadline, tries, findings. */
export function edgeLabel(drawn: DrawnSystem, edge: EdgeModel): string {
  const { operation, deadline, times } = edge;
  return [
    ...(operation === undefined ? [] : [operation]),
    ...(times === 1 ? [] : [`x${times}`]),
    ...(deadline === undefined ? [] : [istioDuration(deadline.ms)]),
    triesText(edge),
    ...codesAt(drawn, edge),
  ].join(', ');
}

/** Tries where nothing is reached; where a failing answer is not repeated as often, its tries too. */
function triesText(edge: EdgeModel): string {
  if (!edge.carriesRequests) return 'tcp';
  const [unreached, answered] = [meshTries(edge, 'connection'), meshTries(edge, 'response')];
  const tries = unreached === 1 ? '1 try' : `${unreached} tries`;
  return answered === unreached ? tries : `${tries}, ${answered} if reached`;
}

function codesAt({ findings }: DrawnSystem, { path, prop }: EdgeModel): readonly string[] {
  const codes = findings
    .filter((finding) => finding.path === path && finding.prop.startsWith(prop))
    .map(({ code }) => code);
  return [...new Set(codes)];
}
