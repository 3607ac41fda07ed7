// How the processor time of ours grows with the number of charts.
import { IS_QUICK, medianOf, often, repeated, timeOurs, timeWhole } from './measure.mjs';
import { declareServices } from './resilient.mjs';
import { declare, SHAPES } from './trees.mjs';

const SIZES = IS_QUICK ? [200, 400, 800, 1600] : [400, 800, 1600, 3200];

/** Of synthesis, by the shape of dependencies: an exponent of 1 is linear. */
export const growth = () =>
  growthOf((shape, charts) => timeOurs((app) => declare(app, shape, charts), often(3)));

/** The same of services that call each other, from their declaration on. */
export const servicesGrowth = () =>
  growthOf((shape, charts) => {
    const run = () => timeWhole((app) => declareServices(app, shape, charts));
    return medianOf(repeated(often(3), run));
  });

function growthOf(time) {
  return Object.keys(SHAPES).map((shape) => {
    const points = SIZES.map((charts) => ({ charts, ...time(shape, charts) }));
    return { shape, points, exponent: exponentOf(points) };
  });
}

/** The slope of the straight line through the logarithms. */
function exponentOf(points) {
  const xs = points.map(({ charts }) => Math.log(charts));
  const ys = points.map(({ cpuMs }) => Math.log(cpuMs));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, each, i) => sum + (each - x) * (ys[i] - y), 0);
  return covariance / xs.reduce((sum, each) => sum + (each - x) ** 2, 0);
}
