// The smallest program, compiled: node one-service.cjs FOLDER.
const { Chart } = require('cdk8s');
const { MeshApp, ResilientService } = require('../../dist/package/index.js');

const app = new MeshApp({ outdir: process.argv[2], log: () => undefined });
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new ResilientService(shop, 'orders', { image: 'ghcr.io/acme/orders:2.0.0', port: 8080 });
app.synth();
