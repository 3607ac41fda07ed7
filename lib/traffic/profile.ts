import { Duration } from 'cdk8s';
import { OutlierDetection } from './outlier-detection';
import type { ProfileProps } from './policy-props';
import { Retries } from './retries';
import { RetryBudget } from './retry-budget';

/**
 * A policy with a name, set once and used in many places.
 *
 * It can be set for the mesh, a namespace, a service or a call. Each value is taken from the first of these that gives
 * it: the call, the call's profile, the callee, the callee's profile, its namespace's, the mesh's, our default.
 */
export class Profile {
  /** A profile of your own; the name is what reports call it by. */
  public static of(name: string, props: ProfileProps): Profile {
    return new Profile(name, props);
  }

  /**
   * Somebody waits for the answer: no derived deadline above 10 s, which is as long as a person attends to one thing.
   *
   * @see https://www.nngroup.com/articles/response-times-3-important-limits/
   */
  public static interactive(): Profile {
    return new Profile('interactive', { maxTimeout: Duration.seconds(10) });
  }

  /**
   * Nobody waits, and much is sent: up to 5 minutes; three retries that cannot have reached the server, four
   * times as far apart as elsewhere; and only a tenth of the requests in flight, so that others come first.
   *
   * @see https://sre.google/sre-book/addressing-cascading-failures/
   */
  public static batch(): Profile {
    return new Profile('batch', {
      maxTimeout: Duration.minutes(5),
      retries: Retries.ifUnreached(3, { backoff: Duration.millis(100) }),
      retryBudget: RetryBudget.percent(10, { minRetryConcurrency: 1 }),
    });
  }

  /**
   * It has to work: a pod leaves after three gateway errors in a row, and is asked again after 15 s; retries also go to
   * other zones.
   */
  public static critical(): Profile {
    return new Profile('critical', {
      outlierDetection: OutlierDetection.of({
        consecutiveGatewayErrors: 3,
        interval: Duration.seconds(5),
        baseEjectionTime: Duration.seconds(15),
      }),
      retries: Retries.upTo(2, { retryRemoteLocalities: true }),
    });
  }

  private constructor(
    public readonly name: string,
    public readonly props: ProfileProps,
  ) {}
}
