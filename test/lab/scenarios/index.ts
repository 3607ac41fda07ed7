import { retries } from './retries';
import type { Scenario } from './scenario';

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [retries];
