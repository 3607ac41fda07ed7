import type { PulumiFn } from '@pulumi/pulumi/automation';
import { App, Chart } from 'cdk8s';
import { MeshNamespace, ResilientService, Scale } from '../../../../constructs';
import { ChartDeployment } from '../../../../lib/pulumi';
import { row, type Scenario } from '../scenario';
import { destroyed } from './shop';

// a service is 11 objects, and its namespace has 4
const SERVICES = 91;

const program: PulumiFn = () => {
  const app = new App();
  const chart = new Chart(app, 'large', { namespace: 'large' });
  new MeshNamespace(chart, 'namespace');
  let callee: ResilientService | undefined;
  for (let at = 0; at < SERVICES; at += 1) {
    const service = new ResilientService(chart, `service-${String(at).padStart(2, '0')}`, {
      image: 'ghcr.io/acme/service:1.0.0',
      port: 8080,
      scale: Scale.fixed(2),
    });
    // pairs, so that no chain of calls exceeds the largest deadline
    if (callee !== undefined && at % 2 === 1) service.calls(callee);
    callee = service;
  }
  new ChartDeployment('large', { chart });
  return Promise.resolve();
};

/** A stack of a thousand objects: how long it takes, and how much memory. */
export const SIZE: Scenario = {
  name: 'size',
  play: async function* ({ engine, kubectl, memory: watch }) {
    // a state in a file is otherwise written whole before and after each object
    const env = { PULUMI_SKIP_CHECKPOINTS: 'true' };
    const stack = await engine.stack('large', { env });
    watch.mostSince();
    const memory = (): string => `at most ${watch.mostSince()} MB with the cluster`;
    const preview = await stack.preview(program);
    const count = preview.steps.length;
    yield row('preview of a thousand objects', preview, [
      `${count}, ${memory()}`,
      preview.ok && count >= 1000,
    ]);
    const up = await stack.up(program);
    yield row('up', up, [
      `${up.steps.length} created, ${memory()}`,
      up.ok && up.steps.length === count,
    ]);
    const again = await stack.up(program);
    yield row('up again changes nothing', again, [
      `${again.unchanged} unchanged, ${memory()}`,
      again.ok && again.steps.length === 0 && again.unchanged === count,
    ]);
    yield await destroyed({ kubectl }, stack, count);
  },
};
