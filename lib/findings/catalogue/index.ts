import { ANALYSIS } from './analysis';
import { CALLS } from './calls';
import { EDGE_OF_MESH } from './edge-of-mesh';
import { LIFECYCLE } from './lifecycle';
import { EXPERIMENT } from './experiment';
import { MESH } from './mesh';
import { POLICY } from './policy';
import { READ_BACK } from './read-back';
import { PULUMI } from './pulumi';
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
  ...LIFECYCLE,
  ...TRAFFIC,
  ...POLICY,
  ...SECURITY,
  ...CALLS,
  ...EDGE_OF_MESH,
  ...MESH,
  ...ANALYSIS,
  ...READ_BACK,
  ...SHEDDING,
  ...EXPERIMENT,
  ...PULUMI,
};

/** A code of the catalogue, such as `MW0101`. */
export type FindingCode = keyof typeof CATALOGUE;

/** Errors that one may accept with a reason: the objects are sound, and what they do together is a matter of choice. */
export const ACCEPTABLE_ERRORS = [
  'MW1001',
  'MW1016',
  'MW1052',
  'MW1053',
  'MW1055',
  'MW1059',
] as const;
