// What is measured, and how often: seldom where cdk8s alone takes minutes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appIn,
  digestOf,
  inFolder,
  IS_LONG,
  IS_QUICK,
  median,
  medianOf,
  often,
  repeated,
  synthesize,
  timed,
  timePair,
  timeProcess,
} from './measure.mjs';
import { declare } from './trees.mjs';

const HERE = import.meta.dirname;
const CHILD = join(HERE, 'child.mjs');

/** Ours and cdk8s's on the same tree. */
export function pairs() {
  const rows = [
    ['none', 100, 3],
    ...(IS_QUICK ? [] : [['none', 400, 1]]),
    ['star', 100, 1],
    ['chain', 7, 1],
    // cdk8s takes minutes from here on
    ...(IS_LONG
      ? [
          ['none', 1600, 1],
          ['star', 400, 1],
          ['pairs', 400, 1],
        ]
      : []),
  ];
  // the first run pays for compiling what all others use
  timePair((app) => declare(app, 'none', 20), 5);
  return rows.map(([shape, charts, times]) => ({
    shape,
    charts,
    times: often(times),
    ...timePair((app) => declare(app, shape, charts), often(times)),
  }));
}

/** Whole processes, from start to end. */
export function processes() {
  const rows = [[100, 9], ...(IS_QUICK ? [] : [[400, 1]]), ...(IS_LONG ? [[1600, 1]] : [])];
  return rows.map(([charts, times]) => {
    const runs = repeated(often(times), () =>
      inFolder((folder) => {
        const run = (how) => timeProcess([CHILD, how, 'none', charts, join(folder, how)]);
        const both = { ours: run('ours'), stock: run('stock') };
        if (digestOf(join(folder, 'ours')) !== digestOf(join(folder, 'stock'))) {
          throw new Error('ours and cdk8s wrote different bytes');
        }
        return both;
      }),
    );
    return {
      charts,
      times: often(times),
      oursMs: median(runs.map(({ ours }) => ours.ms)),
      stockMs: median(runs.map(({ stock }) => stock.ms)),
      ratio: median(runs.map(({ ours, stock }) => stock.ms / ours.ms)),
    };
  });
}

// services that nobody calls would have next to nothing planned
const SHAPE_OF = { services: 'layers' };

/** Peak memory and time of whole processes, up to ten thousand services. */
export function memory() {
  const rows = [
    ['ours', 1_000],
    ['stream', 1_000],
    ['services', 1_000],
    ...(IS_QUICK
      ? []
      : [
          ['ours', 10_000],
          ['stream', 10_000],
          ['threads', 10_000],
        ]),
  ];
  return rows.map(([how, count]) => ({
    how,
    services: count,
    ...inFolder((folder) => timeProcess([CHILD, how, SHAPE_OF[how] ?? 'none', count, folder])),
  }));
}

/** Milliseconds of processes that do little, and of importing above a process that does nothing. */
export function startUp() {
  const programs = {
    node: ['-e', ''],
    cdk8s: ['-e', "require('cdk8s')"],
    meshwright: ['-e', "require('./dist/package/index.js')"],
  };
  const runs = repeated(often(15), () => ({
    ...Object.fromEntries(
      Object.entries(programs).map(([name, args]) => [name, timeProcess(args).ms]),
    ),
    oneService: inFolder((folder) => timeProcess([join(HERE, 'one-service.cjs'), folder]).ms),
  }));
  return Object.fromEntries(
    Object.keys(runs[0]).map((name) => [name, median(runs.map((run) => run[name]))]),
  );
}

/** The physical limit: writing the same bytes, which are there already. */
export function filesBeside() {
  return inFolder((folder) => {
    const from = join(folder, 'from');
    const app = appIn(from, (each) => declare(each, 'none', 1600));
    const synthesis = timed(() => synthesize(app));
    const files = readdirSync(from).map((name) => [name, readFileSync(join(from, name), 'utf8')]);
    const to = join(folder, 'to');
    mkdirSync(to);
    const writing = timed(() => {
      for (const [name, text] of files) writeFileSync(join(to, name), text);
    });
    const bytes = files.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
    return { charts: 1600, megabytes: bytes / 1e6, synthesis, writing };
  });
}

/** What `helm template` takes for a hundred charts' worth of the same text, where there is a helm. */
export function helm() {
  if (spawnSync('helm', ['version']).status !== 0) return { isThere: false };
  return inFolder((folder) => {
    synthesize(appIn(join(folder, 'chart', 'templates'), (app) => declare(app, 'none', 100)));
    writeFileSync(
      join(folder, 'chart', 'Chart.yaml'),
      'apiVersion: v2\nname: bench\nversion: 1.0.0\n',
    );
    const run = () =>
      timed(() => {
        const { status, stderr } = spawnSync('helm', ['template', 'bench', join(folder, 'chart')], {
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        if (status !== 0) throw new Error(`helm template: ${stderr}`);
      });
    return { isThere: true, charts: 100, ms: medianOf(repeated(5, run)).ms };
  });
}
