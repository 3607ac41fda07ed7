import type { Finding } from '../../findings/finding';
import type { SystemModel } from '../model';
import { analyse } from './analyse';
import { checkAmplification, checkCycles } from './rules-amplification';
import { checkCapacity, checkLosses } from './rules-capacity';
import { checkCoherence } from './rules-coherence';
import { checkDeadlines } from './rules-deadlines';
import { checkEvacuations, checkUnreachable } from './rules-evacuation';
import { checkObjectives } from './rules-objectives';
import { checkShapes } from './rules-shapes';

/** Everything that only a look at the whole graph of calls can tell. */
export function checkModel(model: SystemModel, findings: Finding[]): void {
  const analysis = analyse(model);
  checkAmplification(analysis, findings);
  checkCycles(analysis, findings);
  checkDeadlines(analysis, findings);
  checkLosses(analysis, findings);
  checkCapacity(analysis, findings);
  checkEvacuations(analysis, findings);
  checkUnreachable(analysis, findings);
  checkObjectives(analysis, findings);
  checkCoherence(analysis, findings);
  checkShapes(analysis, findings);
}
