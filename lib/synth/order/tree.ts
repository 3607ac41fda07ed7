import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** A construct, as far as order is concerned. */
export class Place {
  /** The nearest chart, which it is itself where it is one. */
  public readonly chart: ChartPlace | undefined;
  /** What was declared to come before it; it need not be in this tree. */
  public readonly dependencies: readonly IConstruct[];
  /** One more than the index of the last construct below. */
  public end = 0;

  public constructor(
    public readonly construct: IConstruct,
    /** The position among all constructs, each before its children. */
    public readonly index: number,
    public readonly scope: Place | undefined,
  ) {
    this.chart = this instanceof ChartPlace ? this : scope?.chart;
    this.dependencies = construct.node.dependencies;
  }

  public get path(): string {
    return this.construct.node.path;
  }

  public contains(other: Place): boolean {
    return this.index <= other.index && other.index < this.end;
  }
}

/** A chart. */
export class ChartPlace extends Place {
  /** What it renders, in the order of the tree: objects whose nearest chart it is. */
  public readonly objects: Place[] = [];
  /** Charts that are its children. */
  public readonly nested: ChartPlace[] = [];
}

/** Everything in an app. */
export interface Tree {
  readonly places: readonly Place[];
  readonly charts: readonly ChartPlace[];
}

/** Walks the tree below `root` once: each construct is asked once for its children and its dependencies. */
export function readTree(root: IConstruct): Tree {
  const places: Place[] = [];
  const charts: ChartPlace[] = [];
  const visit = (construct: IConstruct, scope: Place | undefined): void => {
    const Kind = Chart.isChart(construct) ? ChartPlace : Place;
    const place = new Kind(construct, places.length, scope);
    places.push(place);
    if (place instanceof ChartPlace) {
      charts.push(place);
      if (scope instanceof ChartPlace) scope.nested.push(place);
    } else if (ApiObject.isApiObject(construct)) {
      place.chart?.objects.push(place);
    }
    for (const child of construct.node.children) visit(child, place);
    place.end = places.length;
  };
  visit(root, undefined);
  return { places, charts };
}
