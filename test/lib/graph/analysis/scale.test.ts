import { analyse } from '../../../../lib/graph/analysis/analyse';
import { checkModel } from '../../../../lib/graph/analysis/rules';
import type { EdgeModel } from '../../../../lib/graph/model';
import { aModel, anEdge } from '../../../support/models';

test('twenty complete layers of ten: 10^19 paths are added up, not walked', () => {
  const edges: EdgeModel[] = [];
  for (let layer = 0; layer < 19; layer += 1) {
    for (let from = 0; from < 10; from += 1) {
      for (let to = 0; to < 10; to += 1) {
        edges.push(anEdge(`l${layer}n${from}`, `l${layer + 1}n${to}`));
      }
    }
  }
  // from one entry: 10^18 paths of 19 calls, three tries each
  const found = analyse(aModel(edges)).amplificationOf('l19n0');
  expect(found?.responseFailures).toBe(10n ** 18n * 3n ** 19n);
});

test('a chain of ten thousand services does not overflow the stack', () => {
  const edges = Array.from({ length: 10_000 }, (_, index) =>
    anEdge(`s${index}`, `s${index + 1}`, { deadline: { ms: 1000, origin: 'declared' } }),
  );
  const model = aModel(edges);
  expect(() => checkModel(model, [])).not.toThrow();
  expect(analyse(model).shapes()[0]).toMatchObject({ service: 's0', depth: 10_000 });
});
