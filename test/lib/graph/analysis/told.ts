import { findingLine, type Finding } from '../../../../lib/findings/finding';
import { checkModel } from '../../../../lib/graph/analysis/rules';
import type { SystemModel } from '../../../../lib/graph/model';

/** The full text of everything that the analyses find in `model`. */
export function told(model: SystemModel): string[] {
  const findings: Finding[] = [];
  checkModel(model, findings);
  return findings.map(findingLine);
}
