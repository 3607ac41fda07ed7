import { Chart, Duration, type App } from 'cdk8s';
import { GatewayTls, MeshGateway, Operation, Profile, ResilientService } from '../../../constructs';

/** Four services one behind the other: each deadline is that of the next and the service's own time. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const read = { operations: { read: Operation.safe('GET /items/{id}') } };

  const stock = new ResilientService(shop, 'stock', {
    image: 'ghcr.io/acme/stock:3.1.0',
    port: 8080,
    ownTime: Duration.millis(300),
    ...read,
  });
  const prices = new ResilientService(shop, 'prices', {
    image: 'ghcr.io/acme/prices:1.7.0',
    port: 8080,
    ownTime: Duration.millis(700),
    ...read,
  });
  const catalogue = new ResilientService(shop, 'catalogue', {
    image: 'ghcr.io/acme/catalogue:2.3.0',
    port: 8080,
    profile: Profile.interactive(),
    ...read,
  });
  const web = new ResilientService(shop, 'web', { image: 'ghcr.io/acme/web:5.0.1', port: 8080 });

  prices.calls(stock.operations.read);
  catalogue.calls(prices.operations.read);
  web.calls(catalogue.operations.read);

  const door = new MeshGateway(shop, 'door', {
    hosts: ['shop.example.com'],
    tls: GatewayTls.secret('shop-cert'),
  });
  door.routes('/*', web, { methods: ['GET'], profile: Profile.interactive() });
}
