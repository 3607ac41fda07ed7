/** How a new version of the pods takes the place of the old one. */
export type RolloutStrategy =
  | { readonly kind: 'surge'; readonly amount: number | string }
  | { readonly kind: 'recreate'; readonly reason: string }
  | { readonly kind: 'partition'; readonly ordinal: number };

/**
 * How the pods of a workload are replaced by newer ones.
 *
 * The pods of a StatefulSet are replaced where they are, one at a time and the last first: there is no surge, and its
 * `maxUnavailable` is no stable field of Kubernetes.
 */
export class Rollout {
  /**
   * New pods first: at most `amount` more than there should be, a number of at least 1 or a percentage such as
   * `'25%'`, rounded up; never fewer. For a deployment.
   */
  public static surge(amount: number | string): Rollout {
    return new Rollout({ kind: 'surge', amount });
  }

  /**
   * Old pods first: nobody answers until a new one is ready. For a deployment that may never run twice; the reason
   * becomes an annotation.
   */
  public static recreate(reason: string): Rollout {
    return new Rollout({ kind: 'recreate', reason });
  }

  /** Only the pods whose number is at least `ordinal`, which is 1 or more; the others stay as they are. For a stateful workload. */
  public static partition(ordinal: number): Rollout {
    return new Rollout({ kind: 'partition', ordinal });
  }

  private constructor(public readonly strategy: RolloutStrategy) {}
}
