import { Construct } from 'constructs';
import {
  LoadBalancing,
  Operation,
  Port,
  Profile,
  ResilientService,
  Warmup,
  type Failover,
  type TrafficProps,
} from '../constructs';
import { CAPACITY, grpcHealth, imageOf, resources, seconds, USER } from './online-boutique-figures';

/** What the back ends need. */
export interface BackendsProps {
  /** Where carts are kept. */
  readonly redis: ResilientService;
  /** Where requests to the busiest go when a zone fails. */
  readonly failover: Failover | undefined;
}

const SMALL = resources({ cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] });
const NO_PROFILER = { DISABLE_PROFILER: '1' };

/** The nine services behind the shop's frontend, all of them gRPC. */
export class Backends extends Construct {
  public readonly catalogue = new ResilientService(this, 'productcatalogservice', {
    image: imageOf('productcatalogservice'),
    port: Port.grpc(3550),
    user: USER,
    env: { PORT: '3550', ...NO_PROFILER },
    resources: SMALL,
    ...grpcHealth(),
    operations: {
      list: Operation.safe('hipstershop.ProductCatalogService/ListProducts'),
      get: Operation.safe('hipstershop.ProductCatalogService/GetProduct'),
      search: Operation.safe('hipstershop.ProductCatalogService/SearchProducts'),
    },
  });

  public readonly payment = new ResilientService(this, 'paymentservice', {
    image: imageOf('paymentservice'),
    port: Port.grpc(50_051),
    user: USER,
    env: { PORT: '50051', ...NO_PROFILER },
    resources: SMALL,
    ...grpcHealth(),
    operations: { charge: Operation.unsafe('hipstershop.PaymentService/Charge') },
  });

  public readonly shipping = new ResilientService(this, 'shippingservice', {
    image: imageOf('shippingservice'),
    port: Port.grpc(50_051),
    user: USER,
    env: { PORT: '50051', ...NO_PROFILER },
    resources: SMALL,
    ...grpcHealth({ period: seconds(5) }),
    operations: {
      quote: Operation.safe('hipstershop.ShippingService/GetQuote'),
      ship: Operation.unsafe('hipstershop.ShippingService/ShipOrder'),
    },
  });

  public readonly email = new ResilientService(this, 'emailservice', {
    image: imageOf('emailservice'),
    port: Port.grpc(5000, { targetPort: 8080 }),
    user: USER,
    env: { PORT: '8080', ...NO_PROFILER },
    resources: SMALL,
    ...grpcHealth({ period: seconds(5) }),
    operations: { confirm: Operation.unsafe('hipstershop.EmailService/SendOrderConfirmation') },
  });

  public readonly ads = new ResilientService(this, 'adservice', {
    image: imageOf('adservice'),
    port: Port.grpc(9555),
    user: USER,
    env: { PORT: '9555' },
    resources: resources({ cpu: ['200m', '300m'], memory: ['180Mi', '300Mi'] }),
    // a Java virtual machine is slow until it has compiled what it runs
    loadBalancing: LoadBalancing.leastRequest({ warmup: Warmup.over(seconds(60)) }),
    ...grpcHealth({ initialDelay: seconds(20), period: seconds(15) }),
    operations: { get: Operation.safe('hipstershop.AdService/GetAds') },
  });

  public readonly recommendations = new ResilientService(this, 'recommendationservice', {
    image: imageOf('recommendationservice'),
    port: Port.grpc(8080),
    user: USER,
    env: {
      PORT: '8080',
      PRODUCT_CATALOG_SERVICE_ADDR: this.catalogue.address(),
      ...NO_PROFILER,
    },
    resources: resources({ cpu: ['100m', '200m'], memory: ['220Mi', '450Mi'] }),
    ...grpcHealth({ period: seconds(5) }),
    operations: { list: Operation.safe('hipstershop.RecommendationService/ListRecommendations') },
  });

  public readonly currency;
  public readonly cart;
  public readonly checkout;

  public constructor(scope: Construct, id: string, { redis, failover }: BackendsProps) {
    super(scope, id);
    const busy = { failover, capacity: CAPACITY };
    this.currency = this.createCurrency(busy);
    this.cart = this.createCart(redis, busy);
    this.checkout = this.createCheckout(busy);
    this.recommendations.calls(this.catalogue.operations.list);
  }

  private createCurrency(busy: TrafficProps) {
    return new ResilientService(this, 'currencyservice', {
      image: imageOf('currencyservice'),
      port: Port.grpc(7000),
      user: USER,
      env: { PORT: '7000', ...NO_PROFILER },
      resources: SMALL,
      ...grpcHealth(),
      ...busy,
      operations: {
        list: Operation.safe('hipstershop.CurrencyService/GetSupportedCurrencies'),
        convert: Operation.safe('hipstershop.CurrencyService/Convert'),
      },
    });
  }

  private createCart(redis: ResilientService, busy: TrafficProps) {
    const cart = new ResilientService(this, 'cartservice', {
      image: imageOf('cartservice'),
      port: Port.grpc(7070),
      user: USER,
      env: { REDIS_ADDR: redis.address() },
      resources: resources({ cpu: ['200m', '300m'], memory: ['64Mi', '128Mi'] }),
      ...grpcHealth({ initialDelay: seconds(15) }),
      ...busy,
      operations: {
        get: Operation.safe('hipstershop.CartService/GetCart'),
        // adds to what is there
        addItem: Operation.unsafe('hipstershop.CartService/AddItem'),
        empty: Operation.idempotent('hipstershop.CartService/EmptyCart'),
      },
    });
    cart.calls(redis);
    return cart;
  }

  private createCheckout(busy: TrafficProps) {
    const { catalogue, shipping, payment, email, currency, cart } = this;
    const checkout = new ResilientService(this, 'checkoutservice', {
      image: imageOf('checkoutservice'),
      port: Port.grpc(5050),
      user: USER,
      env: {
        PORT: '5050',
        PRODUCT_CATALOG_SERVICE_ADDR: catalogue.address(),
        SHIPPING_SERVICE_ADDR: shipping.address(),
        PAYMENT_SERVICE_ADDR: payment.address(),
        EMAIL_SERVICE_ADDR: email.address(),
        CURRENCY_SERVICE_ADDR: currency.address(),
        CART_SERVICE_ADDR: cart.address(),
      },
      resources: SMALL,
      ...grpcHealth(),
      ...busy,
      // an order that fails is a customer lost: a failing pod is out sooner
      profile: Profile.critical(),
      operations: { placeOrder: Operation.unsafe('hipstershop.CheckoutService/PlaceOrder') },
    });
    checkout.calls(catalogue.operations.get);
    checkout.calls(currency.operations.convert);
    checkout.calls(cart, { operations: [cart.operations.get, cart.operations.empty] });
    checkout.calls(shipping.operations.quote);
    checkout.calls(shipping.operations.ship);
    checkout.calls(payment.operations.charge);
    checkout.calls(email.operations.confirm);
    return checkout;
  }
}
