import type { ApiObject, Chart } from 'cdk8s';
import { readDependencies, type Dependency } from './dependencies';
import { sortPlaces } from './sort';
import { ChartPlace, type Place, type Tree } from './tree';

/** A chart and what it renders, in order. */
export interface ChartInOrder {
  readonly chart: Chart;
  readonly objects: readonly ApiObject[];
}

/** The charts of an app, in the order in which they are written. */
export interface ChartsInOrder {
  readonly charts: readonly ChartInOrder[];
  /** Whether the order matters, so that cdk8s puts numbers in front of the names of files. */
  readonly isNumbered: boolean;
}

/** Every chart and object of `tree` after what it depends on. Throws where dependencies go round in a circle. */
export function chartsInOrder(tree: Tree): ChartsInOrder {
  const { list, isBetweenCharts } = readDependencies(tree);
  const within = dependenciesWithin(list);
  const isOfChart = (place: Place): place is ChartPlace => place instanceof ChartPlace;
  const places = list.length === 0 ? tree.charts : tree.places;
  const charts = sortPlaces(places, list)
    .filter(isOfChart)
    .map((place) => ({
      chart: place.construct as Chart,
      objects: objectsOf(place, within.get(place), tree).map(
        ({ construct }) => construct as ApiObject,
      ),
    }));
  return { charts, isNumbered: isBetweenCharts };
}

function objectsOf(
  chart: ChartPlace,
  dependencies: readonly Dependency[] | undefined,
  { places }: Tree,
): readonly Place[] {
  if (dependencies === undefined) return chart.objects;
  const own = new Set(chart.objects);
  return sortPlaces(places.slice(chart.index, chart.end), dependencies).filter((place) =>
    own.has(place),
  );
}

/** For each chart the dependencies whose two ends are in it, if there are any. */
function dependenciesWithin(
  list: readonly Dependency[],
): ReadonlyMap<ChartPlace, readonly Dependency[]> {
  const within = new Map<ChartPlace, Dependency[]>();
  for (const dependency of list) {
    const { source, target } = dependency;
    for (let { chart } = source; chart !== undefined; chart = chart.scope?.chart) {
      if (!chart.contains(target)) continue;
      const known = within.get(chart);
      if (known === undefined) within.set(chart, [dependency]);
      else known.push(dependency);
    }
  }
  return within;
}
