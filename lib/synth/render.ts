import { ApiObject, Chart, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { chartsInOrder, type ChartInOrder, type ChartsInOrder } from './order/charts-in-order';
import { manifestOf } from './manifest';
import { readTree, type Tree } from './order/tree';
import { yamlPieces, type Rendered } from './yaml/pieces';

/** An app in which no construct finds anything wrong, and what it renders, in order. */
export interface ValidApp<T extends App = App> {
  readonly app: T;
  readonly order: ChartsInOrder;
}

/** `app`, after every construct of it has been validated. */
export function validated<T extends App>(app: T): ValidApp<T> {
  const tree = readTree(app);
  refuse(errorsAt(tree));
  return { app, order: chartsInOrder(tree) };
}

/** `apps`, after every construct of all of them has been validated: their errors are told together. */
export function validatedTogether<T extends App>(apps: readonly T[]): readonly ValidApp<T>[] {
  const trees = apps.map((app) => ({ app, tree: readTree(app) }));
  refuse(trees.flatMap(({ tree }) => errorsAt(tree)));
  return trees.map(({ app, tree }) => ({ app, order: chartsInOrder(tree) }));
}

/** Every manifest of `app`, in the order in which it is written. */
export function renderedOf(app: App): readonly Rendered[] {
  return validated(app).order.charts.flatMap((chart) => [...manifestsOf(chart)]);
}

/** Every manifest in an app, a chart or a part of one, for whoever orders them in another way than files are. */
export function renderedIn(scope: IConstruct): readonly Rendered[] {
  const { places, charts } = readTree(scope);
  const outside = places.filter(({ chart }) => chart === undefined);
  const objects = outside.map(({ construct }) => construct).filter(isObject);
  return [
    ...objects.map((object) => ({ construct: object, manifest: manifestOf(object) })),
    ...charts.flatMap((place) => {
      const chart = place.construct as Chart;
      return [
        ...manifestsOf({
          chart,
          objects: place.objects.map(({ construct }) => construct).filter(isObject),
        }),
      ];
    }),
  ];
}

function isObject(construct: IConstruct): construct is ApiObject {
  return ApiObject.isApiObject(construct);
}

/** Every manifest of `app` in one text, as `app.synthYaml()` of cdk8s. */
export function yamlOf(app: App): string {
  return [...yamlPieces(renderedOf(app))].join('');
}

/** What the constructs of `scope` find wrong, a line each. Every construct is asked once. */
export function errorsIn(scope: IConstruct): readonly string[] {
  return errorsAt(readTree(scope));
}

function errorsAt({ places }: Tree): readonly string[] {
  return places.flatMap(({ construct, path }) =>
    construct.node.validate().map((text) => (path === '' ? text : `[${path}] ${text}`)),
  );
}

function refuse(errors: readonly string[]): void {
  if (errors.length === 0) return;
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  const error = new Error(
    `nothing was written, ${count}:\n${errors.map((line) => `  ${line}`).join('\n')}`,
  );
  // where in our code it was found out helps nobody
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}

/** The manifests of a chart, each made when it is asked for. A class of charts may have a way of its own. */
export function* manifestsOf({ chart, objects }: ChartInOrder): Generator<Rendered> {
  if (chart.toJson === Chart.prototype.toJson) {
    for (const object of objects) yield { construct: object, manifest: manifestOf(object) };
  } else {
    for (const manifest of Object.values(chart.toJson() as object)) {
      yield { construct: chart, manifest };
    }
  }
}
