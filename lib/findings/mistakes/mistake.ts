import type { FindingCode } from '../catalogue';

/** A mistake that people make with a mesh, and what becomes of it here. */
export interface Mistake {
  readonly number: number;
  readonly title: string;
  /** What happens to whoever makes it. */
  readonly consequence: string;
  readonly verdict: Verdict;
  /** Where it was told or can be read, by address. */
  readonly sources: readonly [string, ...string[]];
}

/** Whether a mistake can be made, and who tells. */
export type Verdict =
  /** No program makes it, for this reason. */
  | { readonly impossible: string }
  /** A program can ask for it, and is told; `otherwise` is what holds where nobody asks. */
  | {
      readonly reportedBy: readonly [FindingCode, ...FindingCode[]];
      readonly otherwise: string;
    };
