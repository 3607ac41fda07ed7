import { CALLS } from './calls';
import { EDGE_OF_MESH } from './edge-of-mesh';
import { MESH } from './mesh';
import { PULUMI } from './pulumi';
import { SECURITY } from './security';
import { TRAFFIC } from './traffic';
import { VALUES } from './values';
import { WORKLOAD } from './workload';

/** Every finding there is, by code. A code is never given to another rule. */
export const CATALOGUE = {
  ...VALUES,
  ...WORKLOAD,
  ...TRAFFIC,
  ...SECURITY,
  ...CALLS,
  ...EDGE_OF_MESH,
  ...MESH,
  ...PULUMI,
};

/** A code of the catalogue, such as `MW0101`. */
export type FindingCode = keyof typeof CATALOGUE;
