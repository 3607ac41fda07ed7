import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ChartPlace, type Place, type Tree } from './tree';

/** One construct comes after another. */
export interface Dependency {
  readonly source: Place;
  readonly target: Place;
  /** What a dependency between charts follows from: one between constructs in them, or one being in the other. */
  readonly because:
    { readonly source: IConstruct; readonly target: IConstruct } | 'nested' | undefined;
}

/** What comes after what. */
export interface Dependencies {
  /** Sorted by the index of the source; those of one source in the order in which cdk8s looks at them. */
  readonly list: readonly Dependency[];
  /** Whether a chart depends on another, so that cdk8s numbers the files. */
  readonly isBetweenCharts: boolean;
}

/**
 * What the constructs of a tree depend on, with what follows for charts.
 *
 * As cdk8s has it: a chart depends on the charts that are its children, and on the chart of whatever a construct in it
 * depends on.
 */
export function readDependencies({ places, charts }: Tree): Dependencies {
  if (charts.every(hasNoNested) && places.every(hasNone)) return NONE;
  const placeOf = new Map(places.map((place) => [place.construct, place]));
  const between = betweenCharts(places);
  const list: Dependency[] = [];
  for (const source of places) {
    for (const [construct, because] of successionOf(source, between)) {
      const target = placeOf.get(construct);
      // an object that is left out of what is rendered comes before nothing
      if (target !== undefined) list.push({ source, target, because });
    }
  }
  return { list, isBetweenCharts: between.size > 0 || !charts.every(hasNoNested) };
}

const NONE: Dependencies = { list: [], isBetweenCharts: false };

const hasNone = ({ dependencies }: Place): boolean => dependencies.length === 0;
const hasNoNested = ({ nested }: ChartPlace): boolean => nested.length === 0;

/** For each chart that depends on others, those charts in the order in which that comes up, and why. */
type BetweenCharts = ReadonlyMap<Place, ReadonlyMap<IConstruct, Dependency['because']>>;

function betweenCharts(places: readonly Place[]): BetweenCharts {
  const between = new Map<Place, Map<IConstruct, Dependency['because']>>();
  for (const source of places) {
    for (const target of source.dependencies) {
      const [from, to] = chartsOf(source, target);
      if (from.construct === to) continue;
      const known = between.get(from) ?? new Map<IConstruct, Dependency['because']>();
      if (!known.has(to)) known.set(to, { source: source.construct, target });
      between.set(from, known);
    }
  }
  return between;
}

/** What `source` depends on: as declared, then its nested charts, then the charts that follow. */
function successionOf(
  source: Place,
  between: BetweenCharts,
): readonly (readonly [IConstruct, Dependency['because']])[] {
  const declared = source.dependencies.map((construct) => [construct, undefined] as const);
  if (!(source instanceof ChartPlace)) return declared;
  const nested = source.nested.map(({ construct }) => [construct, 'nested'] as const);
  const known = new Set<IConstruct>();
  return [...declared, ...nested, ...(between.get(source) ?? [])].filter(([target]) => {
    const isNew = !known.has(target);
    known.add(target);
    return isNew;
  });
}

function chartsOf(source: Place, target: IConstruct): readonly [ChartPlace, IConstruct] {
  const says = `${nameOf(source.construct)} depends on ${nameOf(target)}`;
  if (target.node.root !== source.construct.node.root) {
    throw new Error(`${says} of another app: there is no order between the files of two apps`);
  }
  const chart = target.node.scopes.reverse().find((scope) => Chart.isChart(scope));
  if (source.chart !== undefined && chart !== undefined) return [source.chart, chart];
  throw new Error(`${says}, and one of them is in no chart: only what charts hold has an order`);
}

/** The path of a construct, and a word for the app itself. */
export function nameOf({ node }: IConstruct): string {
  return node.path === '' ? 'the app' : node.path;
}
