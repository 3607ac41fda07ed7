import { reportAt, type Finding } from '../../findings/finding';
import type { SystemAnalysis } from './analyse';
import { calleesOf, longestChain } from './shapes';
import { at, type Structure } from './structure';
import { listText } from './text';

/** Reports chains of calls that are longer, and services that call more others, than the mesh wants. */
export function checkShapes({ structure, shapes }: SystemAnalysis, findings: Finding[]): void {
  const { nodes, model } = structure;
  const { depth, fanOut } = model.limits;
  shapes().forEach((shape, number) => {
    const { kind, path } = at(nodes, number);
    // a request at a gateway takes one of its routes
    if (kind !== 'service') return;
    const namesOf = (numbers: readonly number[]): string[] =>
      numbers.map((each) => at(nodes, each).name);
    if (shape.fanOut > fanOut) {
      const callees = calleesOf(structure, number);
      reportAt(path, findings)('MW1018', {
        prop: 'calls',
        got: `${shape.fanOut}: ${listText(namesOf(callees).sort())}`,
        listed: callees.map((callee) => at(nodes, callee).id).sort(),
        args: { limit: fanOut },
      });
    }
    const isTooDeep = shape.depth > depth && shape.depth !== Infinity;
    if (!isTooDeep || isCalledByService(structure, number)) return;
    const chain = longestChain(structure, shapes(), number);
    const names = namesOf([number, ...chain.map(({ to }) => to)]);
    reportAt(path, findings)('MW1014', {
      prop: 'calls',
      got: `${shape.depth} in a row: ${listText(names, ' → ')}`,
      listed: chain.map(({ edge }) => edge.id),
      args: { limit: depth },
    });
  });
}

/** The chain of its caller is longer still, and says the same. */
function isCalledByService({ into, nodes }: Structure, number: number): boolean {
  return at(into, number).some(({ from }) => at(nodes, from).kind === 'service');
}
