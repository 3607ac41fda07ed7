import type { RequestCondition } from '../graph/edge';
import type { RequestPattern } from '../graph/request-pattern';

/** Which requests a server's own proxy picks out. Everything given must hold. */
export interface RequestSelection {
  /** Undefined for every request. */
  readonly request: RequestPattern | undefined;
  /** The principal of the caller; undefined for every caller. */
  readonly caller: string | undefined;
  readonly condition: RequestCondition | undefined;
}

/** Selects everything. */
export const EVERY_REQUEST: RequestSelection = {
  request: undefined,
  caller: undefined,
  condition: undefined,
};
