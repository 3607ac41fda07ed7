/** Shares in percent by locality: `region`, `region/zone` or `region/zone/subzone`, each of which may be `*`. */
export type LocalityShares = Readonly<Record<string, number>>;

/**
 * How requests from one place are shared among places, while all of them work.
 *
 * It is no failover: a place that is not named gets no requests, also when all that are named have failed.
 */
export class Distribution {
  /**
   * Shares by destination for each origin. The shares of one origin are whole percents from 1 to 100 and add to 100.
   *
   * @example Distribution.of({ 'eu/*': { 'eu/*': 80, 'us/*': 20 } })
   */
  public static of(shares: Readonly<Record<string, LocalityShares>>): Distribution {
    return new Distribution(shares);
  }

  private constructor(public readonly shares: Readonly<Record<string, LocalityShares>>) {}
}
