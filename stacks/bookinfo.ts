import { Chart, Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Experiment,
  Fault,
  GatewayTls,
  LoadBalancing,
  Match,
  MeshGateway,
  MeshNamespace,
  Mount,
  Operation,
  ResilientService,
  type ICallable,
  type VersionProps,
} from '../constructs';

const RELEASE = '1.20.3';
const PORT = 9080;
// the images run as any user, as they do on OpenShift
const USER = 1000;

/** The ways in which requests are shared among the three versions of reviews. */
export const REVIEWS_ROUTINGS = ['all-to-v1', 'ninety-ten', 'by-user'] as const;

/** How requests are shared among the three versions of reviews. */
export type ReviewsRouting = (typeof REVIEWS_ROUTINGS)[number];

/** What happens to the requests of the test user at ratings. */
export type RatingsFault = 'none' | 'slow-ratings' | 'failing-ratings';

/** Props of {@link Bookinfo}. */
export interface BookinfoProps {
  /**
   * How requests are shared among the versions of reviews.
   *
   * @default 'by-user': v2 for the test user jason; of the others 90 % v1 and 10 % v3
   */
  readonly reviews?: ReviewsRouting;

  /**
   * The fault that the test user jason meets in ratings, as in Istio's own tasks: 7 s of delay, or status 500.
   *
   * @default 'none': a manifest that is deployed over and over would keep the fault until somebody removes it
   */
  readonly fault?: RatingsFault;
}

const REVIEWS: Record<ReviewsRouting, Record<'v1' | 'v2' | 'v3', Omit<VersionProps, 'image'>>> = {
  'all-to-v1': { v1: { weight: 100 }, v2: { weight: 0 }, v3: { weight: 0 } },
  'ninety-ten': { v1: { weight: 90 }, v2: { weight: 10 }, v3: { weight: 0 } },
  'by-user': {
    v1: { weight: 90 },
    v2: { when: Match.header('end-user').exactly('jason') },
    v3: { weight: 10 },
  },
};

// @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/
const FAULTS: Record<Exclude<RatingsFault, 'none'>, Fault> = {
  'slow-ratings': Fault.delay(Duration.seconds(7)),
  'failing-ratings': Fault.abort(500),
};

type Callee = 'details' | 'ratings' | 'reviews';

/** Istio's example of a bookshop: four services, of which reviews has three versions. */
export class Bookinfo extends Chart {
  public constructor(scope: Construct, id: string, props: BookinfoProps = {}) {
    super(scope, id, { namespace: 'bookinfo' });
    new MeshNamespace(this, 'namespace');

    const details = this.createDetails();
    const ratings = this.createRatings();
    const reviews = this.createReviews(ratings, props.reviews ?? 'by-user');
    const productpage = this.createProductpage({ details, ratings, reviews });
    productpage.calls(details.operations.get);
    productpage.calls(reviews.operations.list);
    productpage.calls(ratings.operations.get);

    const gateway = new MeshGateway(this, 'gateway', {
      hosts: ['*'],
      port: 8080,
      tls: GatewayTls.none('a demonstration without a host name, and so without a certificate'),
    });
    for (const operation of Object.values(productpage.operations)) gateway.exposes(operation);

    const { fault = 'none' } = props;
    if (fault !== 'none') {
      new Experiment(this, fault, {
        on: ratings.operations.get,
        when: Match.header('end-user').exactly('jason'),
        fault: FAULTS[fault],
        expires: '2027-01-31',
      });
    }
  }

  private createProductpage({ details, ratings, reviews }: Record<Callee, ICallable>) {
    return new ResilientService(this, 'productpage', {
      image: imageOf('productpage-v1'),
      port: PORT,
      user: USER,
      loadBalancing: LoadBalancing.leastRequest(),
      mounts: [Mount.emptyDir('/tmp')],
      metrics: { port: PORT, path: '/metrics' },
      env: {
        DETAILS_HOSTNAME: details.address({ part: 'host' }),
        REVIEWS_HOSTNAME: reviews.address({ part: 'host' }),
        RATINGS_HOSTNAME: ratings.address({ part: 'host' }),
      },
      operations: {
        page: Operation.safe('GET /productpage'),
        assets: Operation.safe('GET /static/*'),
        logIn: Operation.idempotent('POST /login'),
        logOut: Operation.idempotent('GET /logout'),
        products: Operation.safe('GET /api/v1/products'),
        product: Operation.safe('GET /api/v1/products/*'),
      },
    });
  }

  private createDetails() {
    return new ResilientService(this, 'details', {
      image: imageOf('details-v1'),
      port: PORT,
      user: USER,
      loadBalancing: LoadBalancing.leastRequest(),
      operations: { get: Operation.safe('GET /details/{id}') },
    });
  }

  private createRatings() {
    return new ResilientService(this, 'ratings', {
      image: imageOf('ratings-v1'),
      port: PORT,
      user: USER,
      loadBalancing: LoadBalancing.leastRequest(),
      operations: {
        get: Operation.safe('GET /ratings/{id}'),
        rate: Operation.unsafe('POST /ratings/{id}'),
      },
    });
  }

  private createReviews(ratings: ReturnType<Bookinfo['createRatings']>, routing: ReviewsRouting) {
    const shares = REVIEWS[routing];
    const reviews = new ResilientService(this, 'reviews', {
      port: PORT,
      user: USER,
      loadBalancing: LoadBalancing.leastRequest(),
      versions: {
        v1: { image: imageOf('reviews-v1'), ...shares.v1 },
        v2: { image: imageOf('reviews-v2'), ...shares.v2 },
        v3: { image: imageOf('reviews-v3'), ...shares.v3 },
      },
      env: {
        LOG_DIR: '/tmp/logs',
        RATINGS_HOSTNAME: ratings.address({ part: 'host' }),
      },
      mounts: [Mount.emptyDir('/tmp'), Mount.emptyDir('/opt/ibm/wlp/output')],
      // Open Liberty does not start in the default 256Mi
      resources: { memory: { request: '512Mi' } },
      operations: { list: Operation.safe('GET /reviews/{id}') },
    });
    reviews.calls(ratings.operations.get);
    return reviews;
  }
}

function imageOf(name: string): string {
  return `registry.istio.io/release/examples-bookinfo-${name}:${RELEASE}`;
}
