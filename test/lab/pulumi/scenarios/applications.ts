import { App, Chart } from 'cdk8s';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { ChartDeployment } from '../../../../lib/pulumi';
import { STACKS } from '../../../../stacks/stacks';
import type { Kubectl } from '../../cluster/kubectl';
import { row, type Row, type Scenario, type Theatre } from '../scenario';

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
  const objects = objectsOf(build);
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
  yield row('every Deployment is available afterwards', { ...up, seconds: 0 }, [
    `${unready} are not`,
    unready === 0,
  ]);
  const again = await stack.up(program);
  yield row('up again changes nothing', again, [
    `${again.steps.length} steps, ${again.unchanged} unchanged`,
    again.ok && again.steps.length === 0 && again.unchanged === objects,
  ]);
  const destroy = await stack.destroy();
  const left = (await kubectl.try(['get', 'namespace', name])).ok;
  yield row('destroy leaves nothing', destroy, [
    `${destroy.steps.length} deleted, namespace ${left ? 'there' : 'gone'}`,
    destroy.ok && !left && destroy.steps.length === objects,
  ]);
}

function objectsOf(build: (app: App) => void): number {
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
