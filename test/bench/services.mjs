// Services beside their objects written down plainly, and beside cdk8s.
import { writeFileSync } from 'node:fs';
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
  runProgram,
  synthesize,
  timed,
} from './measure.mjs';
import { declareServices, manifestsByChart } from './resilient.mjs';

const CHILD = join(import.meta.dirname, 'services-child.mjs');

/**
 * Four hundred services, planned and checked, beside their objects written down plainly: each from declaration to files
 * in a process of its own, as programs are run, without what Node and imports take.
 */
export function services() {
  return ['layers', 'star', 'chain'].map((shape) =>
    inFolder((folder) => {
      const manifests = manifestsByChart(appIn(folder, (app) => declareServices(app, shape, 400)));
      const file = join(folder, 'manifests.json');
      writeFileSync(file, JSON.stringify([...manifests]));
      const run = (how) => JSON.parse(runProgram([CHILD, how, shape, file, join(folder, how)]));
      const runs = repeated(often(9), () => {
        const both = { planned: run('planned'), raw: run('raw') };
        if (digestOf(join(folder, 'planned')) !== digestOf(join(folder, 'raw'))) {
          throw new Error('services and plain objects wrote different bytes');
        }
        return both;
      });
      return {
        shape,
        objects: [...manifests.values()].flat().length,
        planned: medianOf(runs.map(({ planned }) => planned)),
        raw: medianOf(runs.map(({ raw }) => raw)),
        ratio: median(runs.map(({ planned, raw }) => planned.ms / raw.ms)),
      };
    }),
  );
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
