import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { CallTime } from '../../../../lib/graph/analysis/deadlines';
import type { EdgeModel, NodeModel } from '../../../../lib/graph/model';
import { aModel, retries } from '../../../support/models';

/** How long the call `id` lasts, where the services take what `own` says. */
export function timeOf(
  id: string,
  edges: readonly EdgeModel[],
  own: Readonly<Record<string, number>>,
): CallTime {
  const nodes = Object.fromEntries(
    Object.entries(own).map(([node, ms]): [string, Partial<NodeModel>] => [
      node,
      { ownTime: { ms, origin: 'service' } },
    ]),
  );
  const found = analyse(aModel(edges, nodes)).callTimes();
  const time = found.calls.find(({ edge }) => edge.id === id);
  if (time === undefined) throw new Error(`there is no call ${id}`);
  return time;
}

/** No retries. */
export const NEVER = { retries: retries(0) };

/** A declared deadline. */
export const within = (ms: number): Pick<EdgeModel, 'deadline'> => ({
  deadline: { ms, origin: 'declared' },
});
