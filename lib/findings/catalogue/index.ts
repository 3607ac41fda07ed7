import { CALLS } from './calls';
import { EDGE_OF_MESH } from './edge-of-mesh';
import { EXPERIMENT } from './experiment';
import { MESH } from './mesh';
import { POLICY } from './policy';
import { SECURITY } from './security';
import { SHEDDING } from './shedding';
import { TRAFFIC } from './traffic';
import { VALUES } from './values';
import { WORKLOAD } from './workload';

/**
 * Every finding there is, by code. A code is never given to another rule.
 *
 * Given up: MW0107, MW0208, MW0209, MW0411, MW0416 and MW0511.
 */
export const CATALOGUE = {
  ...VALUES,
  ...WORKLOAD,
  ...TRAFFIC,
  ...POLICY,
  ...SECURITY,
  ...CALLS,
  ...EDGE_OF_MESH,
  ...MESH,
  ...SHEDDING,
  ...EXPERIMENT,
};

/** A code of the catalogue, such as `MW0101`. */
export type FindingCode = keyof typeof CATALOGUE;
