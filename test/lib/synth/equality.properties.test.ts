import { ApiObject, Chart, YamlOutputType, type App } from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';
import fc from 'fast-check';
import { ourFiles, stockFiles, type Build } from '../../support/stock';

/** A construct of a random tree: what it is, under which of those before it, and what it is called. */
interface Node {
  readonly kind: 'chart' | 'construct' | 'object';
  readonly scope: number;
  readonly id: string;
}

/** One of the nodes comes after others; several are declared as a group. */
interface Edge {
  readonly source: number;
  readonly targets: readonly number[];
}

interface RandomTree {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

const node: fc.Arbitrary<Node> = fc.record({
  kind: fc.constantFrom('chart', 'construct', 'object', 'object'),
  scope: fc.nat(20),
  // small whole numbers come first in JavaScript's objects, and so in cdk8s
  id: fc.constantFrom('0', '7', '11', '07', 'a', 'b', 'shop', 'Resource', 'x/y', '-1'),
});
const edge: fc.Arbitrary<Edge> = fc.record({
  source: fc.nat(20),
  targets: fc.array(fc.nat(20), { minLength: 1, maxLength: 2 }),
});
const tree: fc.Arbitrary<RandomTree> = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 14 }),
  edges: fc.array(edge, { maxLength: 4 }),
});

/** Declares `tree` as far as it makes sense: objects need a chart, ids must be unique. */
function declared({ nodes, edges }: RandomTree): Build {
  return (app: App) => {
    const made: Construct[] = [new Chart(app, 'first')];
    for (const { kind, scope, id } of nodes) {
      // a third of the nodes hangs on the app itself
      const parent = scope % 3 === 0 ? app : (made[scope % made.length] as Construct);
      if (parent.node.tryFindChild(id.replace('/', '--')) !== undefined) continue;
      const isInChart = parent.node.scopes.some((each) => Chart.isChart(each));
      if (kind === 'chart' || !isInChart) made.push(new Chart(parent, id));
      else if (kind === 'construct') made.push(new Construct(parent, id));
      else {
        const name = `n-${parent.node.path}-${id}`.replaceAll('/', '-');
        made.push(new ApiObject(parent, id, { apiVersion: 'v1', kind: 'K', metadata: { name } }));
      }
    }
    for (const { source, targets } of edges) {
      const from = made[source % made.length] as Construct;
      const all = targets
        .map((target) => made[target % made.length] as Construct)
        // cdk8s loses what depends on itself, without a word
        .filter((target) => target !== from);
      if (all.length === 0) continue;
      from.node.addDependency(all.length > 1 ? new DependencyGroup(...all) : (all[0] as Construct));
    }
  };
}

const OUTPUTS = [
  YamlOutputType.FILE_PER_APP,
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

test('any tree with any dependencies is written as cdk8s writes it, or refused as it is there', () => {
  let compared = 0;
  fc.assert(
    fc.property(tree, fc.constantFrom(...OUTPUTS), (random, yamlOutputType) => {
      const build = declared(random);
      const wanted = stockFiles(build, { yamlOutputType, recordConstructMetadata: true });
      const got = ourFiles(build, { yamlOutputType, recordConstructMetadata: true });
      // where two charts have one name, cdk8s loses one of them
      const isLoss = got instanceof Error && got.message.includes(' twice: ');
      const isRefused = wanted instanceof Error || isLoss;
      expect(isRefused ? got instanceof Error : got).toEqual(isRefused || wanted);
      if (!isRefused) compared += 1;
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(200);
});
