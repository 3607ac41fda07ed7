import * as pulumi from '@pulumi/pulumi';
import type { IConstruct } from 'constructs';
import { findingLine } from '../findings/finding';
import { groupBy } from '../values/group-by';
import { duplicates } from './check';
import type { ChartDeploymentProps } from './deployment-props';
import { prepare, type Preparation } from './prepare';

/** A chart that nothing is wrong with, rendered: the props of the {@link ChartDeployment} that it was checked for. */
export class CheckedChart implements ChartDeploymentProps {
  public readonly chart: IConstruct;
  public readonly cluster: string | undefined;
  public readonly options: ChartDeploymentProps['options'];

  /** @internal */
  public constructor(
    { chart, cluster, options }: ChartDeploymentProps,
    /** @internal */
    public readonly preparation: Preparation,
  ) {
    this.chart = chart;
    this.cluster = cluster;
    this.options = options;
  }
}

/**
 * Throws every error that one of several deployments would throw, and registers nothing. Each is given by its name and
 * its props.
 *
 * A {@link ChartDeployment} checks its own chart alone, when it is made. A program with more than one resource calls this
 * before the first of them, so that a finding of level error stops it before anything is registered. Give each result to
 * the deployment of that name, which deploys what was checked, and nothing that was declared since. Warnings are left to
 * the deployments.
 */
export function checkCharts<Name extends string>(
  deployments: Readonly<Record<Name, ChartDeploymentProps>>,
): Readonly<Record<Name, CheckedChart>> {
  const checked = Object.entries<ChartDeploymentProps>(deployments).map(
    ([name, props]) => [name, prepared(props)] as const,
  );
  const charts = checked.map(([, chart]) => chart);
  const errors = [
    ...charts.flatMap(({ preparation }) => preparation.errors),
    ...duplicatesAmong(charts),
  ];
  refuse(Object.keys(deployments).join(', '), [...new Set(errors)]);
  return Object.fromEntries(checked) as Record<Name, CheckedChart>;
}

/** Objects that two of `charts` would both make. Pulumi refuses the second, when it has made the first. */
function duplicatesAmong(charts: readonly CheckedChart[]): readonly string[] {
  const byCluster = groupBy(charts, ({ cluster }) => cluster ?? '');
  return [...byCluster.values()].flatMap((together) => {
    const objects = together.flatMap(({ preparation }) => preparation.objects);
    const placed = objects.map(({ construct, manifest }) => ({
      path: construct.node.path,
      manifest,
    }));
    return duplicates(placed).map(findingLine);
  });
}

/** `props` of the deployment `name`, checked unless they have been. */
export function checkedOnce(name: string, props: ChartDeploymentProps): CheckedChart {
  if (props instanceof CheckedChart) return props;
  const checked = prepared(props);
  refuse(name, checked.preparation.errors);
  return checked;
}

function prepared(props: ChartDeploymentProps): CheckedChart {
  const { chart, options } = props;
  // experiments are judged by the day in UTC
  const day = new Date().toISOString().slice(0, 10);
  return new CheckedChart(props, prepare(chart, { choose: options, day }));
}

/** Throws `errors`, if there are any, which keep `what` from being deployed. */
function refuse(what: string, errors: readonly string[]): void {
  if (errors.length === 0) return;
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  // Pulumi prints the message of this class alone: where in our code it was found out helps nobody
  throw new pulumi.RunError(
    `nothing of ${what} was registered, ${count}:\n${errors.map((line) => `  ${line}`).join('\n')}`,
  );
}
