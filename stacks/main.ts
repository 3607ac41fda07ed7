import { Chart } from 'cdk8s';
import { MeshApp, ResilientService, MeshNamespace } from '../constructs';

const app = new MeshApp();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const payments = new ResilientService(shop, 'payments', {
  image: 'ghcr.io/acme/payments:1.4.2',
  port: 8080,
});
const orders = new ResilientService(shop, 'orders', {
  image: 'ghcr.io/acme/orders:2.0.0',
  port: 8080,
});
new MeshNamespace(shop, 'namespace');
orders.calls(payments);
app.synth();
