import type { ApiObject } from 'cdk8s';
import { App, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { chartsInOrder } from '../../../lib/synth/order/charts-in-order';
import { readDependencies } from '../../../lib/synth/order/dependencies';
import { StepGraph } from '../../../lib/synth/order/steps';
import { readTree } from '../../../lib/synth/order/tree';
import { synthesize } from '../../../lib/synth/synthesize';
import { errorOf, withFolder } from '../../support/folder';
import { anObject } from './objects';

/** A chart with two objects. */
function aChart(app: App, id: string): Chart {
  const chart = new Chart(app, id);
  anObject(chart, 'a');
  anObject(chart, 'b');
  return chart;
}

/** How many edges the walk of an app has, and how many cdk8s would have. */
function edgesOf(charts: number): number {
  const app = new App();
  const platform = aChart(app, 'platform');
  for (let i = 0; i < charts; i += 1) aChart(app, `c${i}`).addDependency(platform);
  const tree = readTree(app);
  return new StepGraph(tree.places, readDependencies(tree).list).edges;
}

test('edges grow with what is declared, not with the product of the objects at both ends', () => {
  // for each chart: to the platform, to what it depends on together, and from each of its two objects to that
  expect(edgesOf(11) - edgesOf(10)).toBe(4);
  expect(edgesOf(701) - edgesOf(700)).toBe(4);
});

test('a chain that is longer than the stack of calls is deep has an order', () => {
  const app = new App();
  const charts = Array.from({ length: 12_000 }, (_, i) => new Chart(app, `c${i}`));
  charts.slice(1).forEach((chart, i) => (charts[i] as Chart).addDependency(chart));
  const { charts: sorted } = chartsInOrder(readTree(app));
  expect(sorted[0]?.chart.node.id).toBe('c11999');
  expect(sorted.at(-1)?.chart.node.id).toBe('c0');
});

/** What is said of what `build` declares. */
function refusal(build: (app: App) => void): string {
  return withFolder({}, (outdir) => {
    const app = new App({ outdir });
    build(app);
    return errorOf(() => synthesize(app));
  });
}

test('a circle of charts is told with the dependencies between their constructs that make it', () => {
  const text = refusal((app) => {
    const [shop, books] = [aChart(app, 'shop'), aChart(app, 'books')];
    const child = (chart: Chart, id: string): IConstruct => chart.node.findChild(id);
    child(shop, 'a').node.addDependency(child(books, 'b'));
    child(books, 'a').node.addDependency(child(shop, 'b'));
  });
  expect(text).toBe(
    [
      'the dependencies go round in a circle, so that nothing can come first: shop → books → shop',
      '  shop/a depends on books/b',
      '  books/a depends on shop/b',
      'remove one of them',
    ].join('\n'),
  );
});

test('a circle within a chart is told by its objects', () => {
  const text = refusal((app) => {
    const chart = new Chart(app, 'shop');
    const [a, b, c] = ['a', 'b', 'c'].map((id) => anObject(chart, id)) as [
      ApiObject,
      ApiObject,
      ApiObject,
    ];
    a.addDependency(b);
    b.addDependency(c);
    c.addDependency(a);
  });
  expect(text).toContain('shop/a → shop/b → shop/c → shop/a\n  shop/a depends on shop/b\n');
});

test('a construct that holds what it depends on makes a circle of what it holds', () => {
  const text = refusal((app) => {
    const chart = new Chart(app, 'shop');
    const group = new Construct(chart, 'group');
    anObject(group, 'a');
    anObject(group, 'b');
    chart.node.addDependency(group);
  });
  expect(text).toContain('  shop depends on shop/group\n');
});

test('what depends on itself is refused, where cdk8s leaves it out without a word', () => {
  const text = refusal((app) => {
    const chart = aChart(app, 'shop');
    aChart(app, 'books');
    chart.addDependency(chart);
  });
  expect(text).toContain('shop → shop\n  shop depends on shop\n');
});

test('a chart inside another that depends on the outer one makes a circle', () => {
  const text = refusal((app) => {
    const outer = aChart(app, 'outer');
    new Chart(outer, 'inner').addDependency(outer);
  });
  expect(text).toContain('  outer contains outer/inner\n');
  expect(text).toContain('  outer/inner depends on outer\n');
});

test('a dependency on another app is refused with both ends', () => {
  const other = aChart(new App(), 'other');
  const text = refusal((app) => aChart(app, 'shop').addDependency(other));
  expect(text).toBe(
    'shop depends on other of another app: there is no order between the files of two apps',
  );
});

test('a dependency of what is in no chart is refused with both ends', () => {
  const text = refusal((app) =>
    new Construct(app, 'loose').node.addDependency(aChart(app, 'shop')),
  );
  expect(text).toBe(
    'loose depends on shop, and one of them is in no chart: only what charts hold has an order',
  );
});
