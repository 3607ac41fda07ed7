import { AVAILABILITY } from './availability';
import { FAILING_PODS } from './failing-pods';
import type { Mistake } from './mistake';
import { OBJECTS } from './objects';
import { PORTS } from './ports';
import { RETRIES } from './retries';
import { SECURITY } from './security';
import { START_AND_END } from './start-and-end';
import { WHOLE_MESH } from './whole-mesh';

/** The classic mistakes with a mesh, by number, with what becomes of each. */
export const MISTAKES: readonly Mistake[] = [
  ...RETRIES,
  ...FAILING_PODS,
  ...START_AND_END,
  ...OBJECTS,
  ...PORTS,
  ...AVAILABILITY,
  ...SECURITY,
  ...WHOLE_MESH,
];
