// The same system twice: as services that are planned and checked, and as the plain objects that they become.
import { ApiObject, Chart, Duration } from 'cdk8s';
import { createRequire } from 'node:module';
import { SHAPES } from './trees.mjs';

const require = createRequire(import.meta.url);
const { ResilientService } = require('../../dist/package/index.js');
const { systemOf } = require('../../dist/package/testing.js');

/** Declares `n` services that call each other in the given shape. */
export function declareServices(app, shape, n) {
  const services = [];
  for (let i = 0; i < n; i += 1) {
    const chart = new Chart(app, `ns-${i}`, { namespace: `ns-${i}` });
    const image = `ghcr.io/acme/svc-${i}:1.2.3`;
    const service = new ResilientService(chart, `svc-${i}`, { image, port: 8080 });
    for (const target of SHAPES[shape](i, n)) {
      service.calls(services[target], { timeout: Duration.seconds(2) });
    }
    services.push(service);
  }
}

/** The manifests of each chart of `app`, by its id. */
export function manifestsByChart(app) {
  const byChart = new Map();
  for (const manifest of systemOf(app).manifests()) {
    const id = manifest.metadata.namespace;
    byChart.set(id, [...(byChart.get(id) ?? []), manifest]);
  }
  return byChart;
}

/** Declares `manifests` as plain objects. */
export function declareObjects(app, manifests) {
  for (const [id, all] of manifests) {
    const chart = new Chart(app, id, { namespace: id });
    all.forEach((manifest, i) => new ApiObject(chart, `o${i}`, manifest));
  }
}
