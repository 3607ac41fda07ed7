import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { STACKS } from '../../../../stacks/stacks';
import { ROOT } from '../../places';
import type { Kubectl } from '../../cluster/kubectl';
import type { LabStack } from '../engine';
import { row, seen, type Row, type Scenario } from '../scenario';
import { objectCount } from './applications';
import { destroyed } from './shop';

const GATEWAY = { name: 'istio-ingressgateway', namespace: 'istio-system' };
const ADDRESS = '192.0.2.7';

const load = createRequire(__filename);
const SOURCE = load.resolve('../../../../stacks/pulumi');

/** What `Pulumi.yaml` runs. Its exports are the outputs of the stack. */
const program: PulumiFn = () => {
  // elsewhere each run of the engine is a process of its own
  delete require.cache[SOURCE];
  return Promise.resolve({ ...(load(SOURCE) as Record<string, unknown>) });
};

/** The program of this repository with the configuration that it has by itself, and then with a gateway. */
export const PROGRAM: Scenario = {
  name: 'program',
  play: async function* ({ engine, kubectl, folder }) {
    const project = join(folder, 'project');
    mkdirSync(join(project, 'dist'), { recursive: true });
    copyFileSync(join(ROOT, 'Pulumi.yaml'), join(project, 'Pulumi.yaml'));
    symlinkSync(join(ROOT, 'dist', 'lab'), join(project, 'dist', 'js'));
    const stack = await engine.stack('program', { project });
    const counts = Object.entries(STACKS).map(
      ([name, build]) => [name, objectCount(build)] as const,
    );
    const expected = counts.reduce((sum, [, count]) => sum + count, 0);
    const up = await stack.up(program);
    yield row('up of stacks/pulumi.ts with what Pulumi.yaml says, and no gateway', up, [
      `${up.steps.length} of ${expected} objects`,
      up.ok && up.steps.length === expected,
    ]);
    const { objects, dashboards, gatewayAddress } = await stack.outputs();
    const counted = JSON.stringify(objects?.value);
    const listed = dashboards?.value as readonly string[] | undefined;
    yield row('its outputs say what there is', { ...up, seconds: 0 }, [
      `${counted}, ${listed?.length} dashboards, gateway ${String(gatewayAddress?.value)}`,
      counted === JSON.stringify(Object.fromEntries(counts)) &&
        Array.isArray(listed) &&
        gatewayAddress === undefined,
    ]);
    const again = await stack.up(program);
    yield row('up again changes nothing', again, [
      `${again.steps.length} steps, ${again.unchanged} unchanged`,
      again.ok && again.steps.length === 0 && again.unchanged === expected,
    ]);
    yield* withGateway(kubectl, stack);
    // one more is the gateway, which is only forgotten
    yield await destroyed({ kubectl }, stack, expected + 1);
    const left = await kubectl.try(['get', 'service', GATEWAY.name, '-n', GATEWAY.namespace]);
    yield seen('and leaves the gateway that it only reads', [
      left.ok ? 'is there' : left.error,
      left.ok,
    ]);
    // another scenario installs Istio
    await kubectl.run(['delete', 'namespace', GATEWAY.namespace]);
  },
};

/** What the configuration of a gateway comes to, without one and with one. */
async function* withGateway(kubectl: Kubectl, stack: LabStack): AsyncGenerator<Row> {
  const service = `${GATEWAY.namespace}/${GATEWAY.name}`;
  await stack.configure('gatewayService', service);
  const missing = await stack.preview(program);
  const told = missing.text.includes(`'${service}' does not exist`);
  yield row('a gateway that is named and not there stops the preview, and is told', missing, [
    `${missing.ok ? 'went on' : 'stopped'}, told ${told}`,
    !missing.ok && told,
  ]);
  await createGateway(kubectl);
  const up = await stack.up(program);
  const { gatewayAddress } = await stack.outputs();
  yield row('once it is there, its address is an output, and nothing else changes', up, [
    `${up.steps.length} steps, gateway ${String(gatewayAddress?.value)}`,
    up.ok && up.steps.length === 0 && gatewayAddress?.value === ADDRESS,
  ]);
}

/** The gateway that a cluster with Istio has, as far as the program looks at it. */
async function createGateway(kubectl: Kubectl): Promise<void> {
  const spec = { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }] };
  await kubectl.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: GATEWAY.namespace } },
  ]);
  const gateway = { apiVersion: 'v1', kind: 'Service', metadata: GATEWAY, spec };
  await kubectl.apply([gateway]);
  const status = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: ADDRESS }] } } });
  const service = ['service', GATEWAY.name, '-n', GATEWAY.namespace];
  await kubectl.run(['patch', ...service, '--subresource=status', '--type=merge', '-p', status]);
}
