import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  GatewayTls,
  Failover,
  MeshGateway,
  MeshNamespace,
  Mount,
  Pool,
  Port,
  Probe,
  Profile,
  ResilientService,
  Retries,
  RetryBudget,
  Rollout,
  Scale,
} from '../constructs';
import { CAPACITY, imageOf, resources, seconds, USER } from './online-boutique-figures';
import { Backends } from './online-boutique-backends';

/** Props of {@link OnlineBoutique}. */
export interface OnlineBoutiqueProps {
  /**
   * The zones of the cluster, by Kubernetes' names for them: the busiest services run in all of them, and requests stay
   * in their zone until its pods fail. With none, requests go to any zone.
   *
   * @default - three zones of us-central1, where the images come from
   */
  readonly zones?: readonly string[];
}

/** The zones of us-central1, where the images come from. */
export const ZONES: readonly string[] = ['us-central1-a', 'us-central1-b', 'us-central1-c'];

/** Google's example of a shop: ten services that speak gRPC and HTTP, Redis, a load generator and a gateway. */
export class OnlineBoutique extends Chart {
  public constructor(scope: Construct, id: string, { zones = ZONES }: OnlineBoutiqueProps = {}) {
    super(scope, id, { namespace: 'online-boutique' });
    // behind every page somebody waits
    new MeshNamespace(this, 'namespace', { profile: Profile.interactive() });
    const redis = this.createRedis();
    const failover = zones.length > 1 ? Failover.zones(...zones) : undefined;
    const backends = new Backends(this, 'backends', { redis, failover });
    const frontend = this.createFrontend(backends, failover);
    this.createLoadGenerator(frontend);

    const gateway = new MeshGateway(this, 'gateway', {
      hosts: ['*'],
      tls: GatewayTls.none('a demonstration without a host name, and so without a certificate'),
    });
    gateway.routes('/*', frontend);
  }

  private createRedis(): ResilientService {
    const probe = { period: seconds(5) };
    return new ResilientService(this, 'redis-cart', {
      image: 'redis:alpine',
      port: Port.of('redis', 6379),
      user: USER,
      scale: Scale.fixed(1),
      rollout: Rollout.recreate('a second one would have other carts'),
      mounts: [Mount.emptyDir('/data')],
      readiness: Probe.tcp(probe),
      liveness: Probe.tcp({ ...probe, failureThreshold: 6 }),
      resources: resources({ cpu: ['70m', '125m'], memory: ['200Mi', '256Mi'] }),
    });
  }

  private createFrontend(backends: Backends, failover: Failover | undefined): ResilientService {
    const { ads, cart, catalogue, checkout, currency, recommendations, shipping } = backends;
    const health = (cookie: string): Probe =>
      Probe.http('/_healthz', {
        initialDelay: seconds(10),
        headers: { Cookie: `shop_session-id=${cookie}` },
      });
    const frontend = new ResilientService(this, 'frontend', {
      image: imageOf('frontend'),
      port: Port.http(80, { targetPort: 8080 }),
      user: USER,
      failover,
      capacity: CAPACITY,
      env: {
        PORT: '8080',
        PRODUCT_CATALOG_SERVICE_ADDR: catalogue.address(),
        CURRENCY_SERVICE_ADDR: currency.address(),
        CART_SERVICE_ADDR: cart.address(),
        RECOMMENDATION_SERVICE_ADDR: recommendations.address(),
        SHIPPING_SERVICE_ADDR: shipping.address(),
        CHECKOUT_SERVICE_ADDR: checkout.address(),
        AD_SERVICE_ADDR: ads.address(),
        // the program ends without the variable, and runs without the service
        SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80',
        ENABLE_PROFILER: '0',
      },
      readiness: health('x-readiness-probe'),
      liveness: health('x-liveness-probe'),
      resources: resources({ cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] }),
    });
    this.callFrom(frontend, backends);
    return frontend;
  }

  private callFrom(frontend: ResilientService, backends: Backends): void {
    const { ads, cart, catalogue, checkout, currency, recommendations, shipping } = backends;
    const { list, get } = catalogue.operations;
    frontend.calls(catalogue, { operations: [list, get] });
    frontend.calls(currency, { operations: Object.values(currency.operations) });
    frontend.calls(cart.operations.addItem);
    frontend.calls(cart, { operations: [cart.operations.get, cart.operations.empty] });
    frontend.calls(recommendations.operations.list);
    frontend.calls(shipping.operations.quote);
    frontend.calls(checkout.operations.placeOrder);
    // a page without ads is a page: they never hold more than a few of its requests
    frontend.calls(ads.operations.get, {
      timeout: seconds(1),
      retries: Retries.ifUnreached(1),
      pool: Pool.perReplica(20),
      retryBudget: RetryBudget.percent(10),
    });
  }

  private createLoadGenerator(frontend: ResilientService): void {
    const generator = new ResilientService(this, 'loadgenerator', {
      image: imageOf('loadgenerator'),
      user: USER,
      // the load is given in users, not in pods
      scale: Scale.fixed(1),
      env: { FRONTEND_ADDR: frontend.address(), USERS: '10', RATE: '1' },
      resources: resources({ cpu: ['300m', '500m'], memory: ['256Mi', '512Mi'] }),
    });
    generator.calls(frontend);
  }
}
