// Services beside their objects written down plainly, and beside cdk8s.
import { join } from 'node:path';
import {
  appIn,
  digestOf,
  inFolder,
  IS_QUICK,
  median,
  medianOf,
  often,
  repeated,
  synthesize,
  timed,
  timeWhole,
} from './measure.mjs';
import { declareObjects, declareServices, manifestsByChart } from './resilient.mjs';

/** Four hundred services, planned and checked, beside their objects written down plainly. */
export function services() {
  const both = (shape, count, times) => {
    const manifests = inFolder((folder) =>
      manifestsByChart(appIn(folder, (app) => declareServices(app, shape, count))),
    );
    const runs = repeated(times, () => ({
      planned: timeWhole((app) => declareServices(app, shape, count)),
      raw: timeWhole((app) => declareObjects(app, manifests)),
    }));
    return { manifests, runs };
  };
  // the first runs pay for compiling what all others use
  both('layers', 20, 5);
  return ['layers', 'star', 'chain'].map((shape) => {
    const { manifests, runs } = both(shape, 400, often(9));
    return {
      shape,
      objects: [...manifests.values()].flat().length,
      planned: medianOf(runs.map(({ planned }) => planned)),
      raw: medianOf(runs.map(({ raw }) => raw)),
      ratio: median(runs.map(({ planned, raw }) => planned.ms / raw.ms)),
    };
  });
}

/** The same services by ours and by cdk8s, which must write the same bytes. */
export function servicesPairs() {
  const rows = [['layers', 100], ...(IS_QUICK ? [] : [['layers', 400]])];
  return rows.map(([shape, charts]) =>
    inFolder((folder) => {
      const run = (name, synth) =>
        timed(() => synth(appIn(join(folder, name), (app) => declareServices(app, shape, charts))));
      const ours = run('ours', synthesize);
      const stock = run('stock', (app) => app.synth());
      if (digestOf(join(folder, 'ours')) !== digestOf(join(folder, 'stock'))) {
        throw new Error('ours and cdk8s wrote different bytes');
      }
      return { shape, charts, ours, stock, ratio: stock.ms / ours.ms };
    }),
  );
}
