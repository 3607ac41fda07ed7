import type { Scenario } from '../scenario';
import { APPLICATIONS } from './applications';
import { CHANGES } from './changes';
import { FAILURES } from './failures';
import { OUTPUTS } from './outputs';
import { SIZE } from './size';

/** Everything that is proven, in order. */
export const SCENARIOS: readonly Scenario[] = [...APPLICATIONS, CHANGES, OUTPUTS, FAILURES, SIZE];
