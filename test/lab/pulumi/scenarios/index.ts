import type { Scenario } from '../scenario';
import { APPLICATIONS } from './applications';

/** Everything that is proven, in order. */
export const SCENARIOS: readonly Scenario[] = [...APPLICATIONS];
