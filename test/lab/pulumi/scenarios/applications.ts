import { App, Chart } from 'cdk8s';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { ChartDeployment } from '../../../../lib/pulumi';
import { STACKS } from '../../../../stacks/stacks';
import type { Kubectl } from '../../cluster/kubectl';
import { row, seen, type Row, type Scenario, type Theatre } from '../scenario';
import { destroyed } from './shop';

/** Each application of the repository, from nothing to nothing. */
export const APPLICATIONS: readonly Scenario[] = Object.entries(STACKS).map(([name, build]) => ({
  name,
  play: (theatre) => fromNothingToNothing(theatre, name, build),
}));

async function* fromNothingToNothing(
  { engine, kubectl }: Theatre,
  name: string,
  build: (app: App) => void,
): AsyncGenerator<Row> {
  const objects = objectCount(build);
  const program: PulumiFn = () => {
    const app = new App();
    build(app);
    new ChartDeployment(name, { chart: app });
    return Promise.resolve();
  };
  const stack = await engine.stack(name);
  const preview = await stack.preview(program);
  const previewed = preview.steps.filter((step) => step.startsWith('create ')).length;
  yield row('preview shows each object', preview, [
    `${previewed} of ${objects}`,
    preview.ok && previewed === objects,
  ]);
  const up = await stack.up(program);
  const made = up.steps.filter((step) => step.startsWith('create ')).length;
  yield row('up creates them and waits for the pods', up, [
    `${made} of ${objects}`,
    up.ok && made === objects,
  ]);
  const unready = await unavailable(kubectl, name);
  yield seen('every Deployment is available afterwards', [`${unready} are not`, unready === 0]);
  const again = await stack.up(program);
  yield row('up again changes nothing', again, [
    `${again.steps.length} steps, ${again.unchanged} unchanged`,
    again.ok && again.steps.length === 0 && again.unchanged === objects,
  ]);
  yield await destroyed({ kubectl }, stack, objects);
}

/** How many objects `cdk8s synth` writes. */
export function objectCount(build: (app: App) => void): number {
  const app = new App();
  build(app);
  return app.node
    .findAll()
    .flatMap((each) => (Chart.isChart(each) ? (each.toJson() as unknown[]) : [])).length;
}

async function unavailable(kubectl: Kubectl, namespace: string): Promise<number> {
  const { items } = await kubectl.get<{
    items: { spec: { replicas: number }; status: { availableReplicas?: number } }[];
  }>('deployments', '-n', namespace);
  return items.filter(({ spec, status }) => status.availableReplicas !== spec.replicas).length;
}
