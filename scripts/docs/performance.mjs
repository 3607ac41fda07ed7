// The tables of docs/performance.md, from what `npm run bench` measured.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './table.mjs';

const ms = (value) =>
  value >= 1_000 ? `${(value / 1_000).toFixed(1)} s` : `${Math.round(value)} ms`;
const times = (value) => `${value.toFixed(1)} ×`;

/** Every table, in the order of reading. */
export function performanceTables(root) {
  const file = join(root, 'docs', 'performance.json');
  if (!existsSync(file)) return 'Not measured yet.';
  const all = JSON.parse(readFileSync(file, 'utf8'));
  const measured = Object.entries(PARTS).flatMap(([name, partOf]) =>
    all[name] === undefined ? [] : partOf(all[name]),
  );
  return [
    `Node ${all.machine.node}, ${all.machine.cores} cores.`,
    '![Time by number of charts](performance.svg)',
    ...measured,
  ].join('\n\n');
}

const pairsTable = (what) => (rows) =>
  table(
    [what, 'cdk8s', 'ours', 'ratio'],
    rows.map(({ shape, charts, stock, ours, ratio }) => [
      `${charts}, ${shape}`,
      ms(stock.ms),
      ms(ours.ms),
      times(ratio),
    ]),
  );

const processesTable = (rows) =>
  table(
    ['Whole process, charts without dependencies', 'cdk8s', 'ours', 'ratio'],
    rows.map(({ charts, stockMs, oursMs, ratio }) => [
      String(charts),
      ms(stockMs),
      ms(oursMs),
      times(ratio),
    ]),
  );

const growthTable = (what) => (rows) =>
  table(
    [what, ...rows[0].points.map(({ charts }) => `${charts} charts`), 'exponent'],
    rows.map(({ shape, points, exponent }) => [
      shape,
      ...points.map(({ cpuMs }) => ms(cpuMs)),
      exponent.toFixed(2),
    ]),
  );

const HOW = {
  ours: '`synthesize`',
  stream: '`synthesizeShards`, one service each',
  threads: '`synthesizeInThreads`, the same',
  services: '`synthesize`, of `ResilientService`',
};

const memoryTable = (rows) =>
  table(
    ['Services, whole process', 'how', 'peak memory', 'time'],
    rows.map(({ services, how, peakMb, ms: time }) => [
      String(services),
      HOW[how],
      `${Math.round(peakMb)} MB`,
      ms(time),
    ]),
  );

const servicesTable = (rows) =>
  table(
    [
      '400 `ResilientService`, calls',
      'objects',
      'declared, planned, checked, written',
      'plain objects',
      'ratio',
    ],
    rows.map(({ shape, objects, planned, raw, ratio }) => [
      shape,
      String(objects),
      ms(planned.ms),
      ms(raw.ms),
      times(ratio),
    ]),
  );

const startUpText = ({ node, cdk8s, meshwright, oneService }) =>
  `A process that does nothing takes ${ms(node)}; one that imports cdk8s ${ms(cdk8s)}, one that imports meshwright, and cdk8s with it, ${ms(meshwright)} (${ms(meshwright - node)} more than nothing), and the program with one service, compiled, ${ms(oneService)}.`;

const limitText = ({ charts, megabytes, synthesis, writing }) =>
  `The physical limit: writing the ${Math.round(megabytes)} MB of ${charts} charts, made already, takes ${ms(writing.cpuMs)} of the processor; synthesizing them ${ms(synthesis.cpuMs)}.`;

const helmText = ({ isThere, charts, ms: time }) =>
  isThere
    ? [
        `\`helm template\` takes ${ms(time)} for a chart that has the text of ${charts} of these charts in it.`,
      ]
    : [];

/** What is made of each measure, in the order of reading; what has not been measured is left out. */
const PARTS = {
  pairs: pairsTable('Synthesis of charts with fifteen objects each, dependencies'),
  processes: processesTable,
  growth: growthTable('Dependencies'),
  memory: memoryTable,
  services: servicesTable,
  servicesPairs: pairsTable('`ResilientService`, declared and synthesized, calls'),
  servicesGrowth: growthTable('`ResilientService`, calls'),
  startUp: startUpText,
  filesBeside: limitText,
  helm: helmText,
};
