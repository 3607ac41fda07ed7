import { Duration, Lazy, JsonPatch } from 'cdk8s';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import {
  Experiment,
  Fault,
  GatewayTls,
  Mesh,
  MeshGateway,
  ResilientService,
} from '../../../../constructs';
import type { LabStack } from '../engine';
import { row, type Row, type Scenario } from '../scenario';
import { shop } from './shop';

/** What stops a deployment before anything is registered. */
export const REFUSALS: Scenario = {
  name: 'refusals',
  play: async function* ({ engine }) {
    const stack = await engine.stack('refusals');
    for (const [what, told, program] of CASES) {
      yield await refused(stack, [`preview: ${what}`, told, program], 'preview');
      yield await refused(stack, [`up: ${what}`, told, program], 'up');
    }
    yield await warned(stack);
  },
};

type Case = readonly [what: string, told: RegExp, program: PulumiFn];

const CASES: readonly Case[] = [
  [
    'a finding of level error stops it with nothing registered',
    /nothing of shop was registered, 1 error:\s+\[shop\/odd\] MW0101 port/,
    shop({
      more: (chart) =>
        void new ResilientService(chart, 'odd', { image: 'ghcr.io/acme/odd:1.0.0', port: 0 }),
    }),
  ],
  [
    'an experiment past its last day, too',
    /\[shop\/slow\] MW0811 expires: got 2026-01-31, want no experiment that ended before \d{4}-\d\d-\d\d/,
    shop({
      more: (chart, { payments }) => {
        new Mesh(chart, 'Mesh', { environment: 'test' });
        new Experiment(chart, 'slow', {
          on: payments,
          fault: Fault.delay(Duration.millis(70)),
          expires: '2026-01-31',
        });
      },
    }),
  ],
  [
    'a value in a patch that nobody resolves, too',
    /\[shop\/orders\/Deployment-v1\] addJsonPatch \/spec\/paused: got an object of type Lazy/,
    shop({
      more: (_chart, { orders }) => {
        const value = Lazy.any({ produce: () => true }) as unknown;
        orders.deployment.addJsonPatch(JsonPatch.add('/spec/paused', value));
      },
    }),
  ],
];

/** A gateway without routes: nothing is wrong with what is deployed. */
async function warned(stack: LabStack): Promise<Row> {
  const run = await stack.preview(
    shop({
      more: (chart) => {
        const tls = GatewayTls.secret('shop-tls');
        new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls });
      },
    }),
  );
  const told = run.warnings.filter((text) => text.includes('[shop/door] MW0508 routes: got none'));
  return row("preview: a warning is told once, in Pulumi's own log, and stops nothing", run, [
    `${run.ok ? 'went on' : 'stopped'}, told ${told.length} of ${run.warnings.length} warnings`,
    run.ok && run.steps.length > 0 && told.length === 1,
  ]);
}

async function refused(
  stack: LabStack,
  [promise, told, program]: Case,
  command: 'preview' | 'up',
): Promise<Row> {
  const run = await stack[command](program);
  const isTold = told.test(run.text);
  const objects = stack.objects().length;
  return row(promise, run, [
    `${run.ok ? 'went on' : 'stopped'}, told ${isTold}, ${run.steps.length} steps, ${objects} in the state`,
    !run.ok && isTold && run.steps.length === 0 && objects === 0,
  ]);
}
