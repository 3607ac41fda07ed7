import * as pulumi from '@pulumi/pulumi';
import type { IConstruct } from 'constructs';
import { prepare } from './prepare';

/**
 * Throws every error that a {@link ChartDeployment} of one of `charts` would throw, and registers nothing.
 *
 * A deployment checks its own chart alone, when it is made. A program with more than one resource calls this before the
 * first of them, so that a finding of level error stops it before anything is registered. Warnings are left to the
 * deployments.
 */
export function checkCharts(charts: readonly IConstruct[]): void {
  const errors = charts.flatMap((chart) => prepare(chart, { day: today() }).errors);
  const paths = charts.map((chart) => chart.node.path || 'the app');
  refuse([...new Set(paths)].join(', '), [...new Set(errors)]);
}

/** Throws `errors`, if there are any, which keep `what` from being deployed. */
export function refuse(what: string, errors: readonly string[]): void {
  if (errors.length === 0) return;
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  // Pulumi prints the message of this class alone: where in our code it was found out helps nobody
  throw new pulumi.RunError(
    `nothing of ${what} was registered, ${count}:\n${errors.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** The day by which experiments are judged (UTC). */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
