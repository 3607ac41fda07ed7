import { reportAt, type Finding } from '../../findings/finding';
import { istioDuration } from '../../values/duration';
import type { EdgeModel } from '../model';
import type { SystemAnalysis } from './analyse';
import type { AvailabilityBudget } from './objectives';
import { at, numberOf } from './structure';
import { listText, percentText, shortName } from './text';

// what rounding may add to a product of shares
const ROUNDING = 1e-12;

/** Reports promises that the dependencies of a service cannot keep. */
export function checkObjectives(analysis: SystemAnalysis, findings: Finding[]): void {
  for (const budget of analysis.availability()) checkAvailability(budget, analysis, findings);
  for (const { id } of analysis.structure.nodes) checkLatency(id, analysis, findings);
}

function checkAvailability(
  budget: AvailabilityBudget,
  { structure }: SystemAnalysis,
  findings: Finding[],
): void {
  const { service, promised, possible, possibleAtBest } = budget;
  if (promised === undefined || promised <= possible + ROUNDING) return;
  const report = reportAt(at(structure.nodes, numberOf(structure, service)).path, findings);
  const [plain, best] = [percentText(possible), percentText(possibleAtBest)];
  const got = `${percentText(promised)} %, with ${budgetText(budget)}`;
  const details = { prop: 'objectives', got, listed: idsOf(budget.dependencies) };
  if (promised > possibleAtBest + ROUNDING) {
    report('MW1008', { ...details, args: { possible: best } });
  } else {
    report('MW1009', { ...details, args: { possible: plain } });
  }
}

/** `payments 99.9 % x ledger 99.5 %^2 = 98.9 %`. */
function budgetText({ dependencies, possible }: AvailabilityBudget): string {
  const factors = dependencies
    .filter(({ availability }) => availability < 1)
    .map(({ edge, availability }) => {
      const power = edge.times === 1 ? '' : `^${edge.times}`;
      return `${shortName(edge.to)} ${percentText(availability)} %${power}`;
    });
  return `${listText(factors, ' x ')} = ${percentText(possible)} %`;
}

function idsOf(dependencies: readonly { readonly edge: EdgeModel }[]): readonly string[] {
  return dependencies.map(({ edge }) => edge.id);
}

function checkLatency(
  id: string,
  { structure, latencyOf }: SystemAnalysis,
  findings: Finding[],
): void {
  for (const { promised, dependencies, dependenciesMs } of latencyOf(id)) {
    if (dependenciesMs <= promised.ms) continue;
    const parts = dependencies.map(({ edge, ms }) => {
      const times = edge.times === 1 || edge.parallelGroup !== undefined ? '' : `${edge.times} x `;
      return `${shortName(edge.to)} ${times}${istioDuration(ms)}`;
    });
    reportAt(at(structure.nodes, numberOf(structure, id)).path, findings)('MW1010', {
      prop: 'objectives',
      got: `${istioDuration(promised.ms)} for ${promised.percent} %, with ${listText(parts)}`,
      listed: idsOf(dependencies),
      args: { needed: istioDuration(dependenciesMs) },
    });
  }
}
