import { waitingTime } from '../waiting';
import { at, type Link, type Structure } from './structure';

/** How long a call takes when all is well, as far as somebody declared it; undefined where nobody did. */
export type LatencyOf = (link: Link) => number | undefined;

/**
 * The declared latency of each call: its own, else the callee's declared time and that of the calls it waits for. A
 * call of which nothing is declared adds nothing, so that the figure is the least.
 */
export function latenciesOf(structure: Structure): LatencyOf {
  const { nodes, order, out } = structure;
  const takes = new Array<number | undefined>(nodes.length).fill(undefined);
  const latencyOf: LatencyOf = ({ edge, to }) => edge.load?.latencyMs ?? takes[to];
  for (const node of [...order].reverse()) {
    const { ownTime } = at(nodes, node);
    if (ownTime.origin !== 'service') continue;
    const waits = at(out, node).filter((link) => isWaitedFor(structure, link));
    takes[node] =
      ownTime.ms +
      waitingTime(
        waits.map((link) => ({
          target: link.edge.to,
          ms: latencyOf(link) ?? 0,
          times: link.edge.times,
          parallelGroup: link.edge.parallelGroup,
          // when all is well nothing is repeated
          clientRetries: 0,
        })),
      );
  }
  return latencyOf;
}

/** A circle of calls would wait for itself. */
function isWaitedFor({ component }: Structure, { edge, from, to }: Link): boolean {
  return edge.carriesRequests && component[from] !== component[to];
}
