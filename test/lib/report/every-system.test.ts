import { MeshApp } from '../../../constructs';
import { Registry } from '../../../constructs/registry';
import { analyse, type SystemAnalysis } from '../../../lib/graph/analysis/analyse';
import { modelOf } from '../../../lib/graph/model-of';
import { drawingOf } from '../../../lib/report/drawing';
import { explainNode } from '../../../lib/report/explain';
import { explainCalls } from '../../../lib/report/explain-call';
import type { ExplainedSection } from '../../../lib/report/explained';
import { dotText, mermaidText } from '../../../lib/report/graph-text';
import { treeText } from '../../../lib/report/graph-tree';
import type { SystemPlan } from '../../../lib/system/plan';
import { STACKS } from '../../../stacks/stacks';
import { FEATURES } from '../../golden/programs';

const systems = Object.entries({ ...FEATURES, ...STACKS });

function planned(build: (app: MeshApp) => void): { plan: SystemPlan; analysis: SystemAnalysis } {
  const app = new MeshApp({ log: () => undefined });
  build(app);
  const plan = Registry.of(app).plan();
  return { plan, analysis: analyse(modelOf(plan)) };
}

/** What no person wants to read. */
const UNREADABLE = /undefined|NaN|\[object|Infinity/;

function expectReadable(sections: readonly ExplainedSection[]): void {
  const values = sections.flatMap((section) => section.values);
  expect(values.length).toBeGreaterThan(0);
  for (const { name, value, origin } of values) {
    expect([name, value, origin]).not.toContain('');
    expect(`${name} ${value} ${origin}`).not.toMatch(UNREADABLE);
  }
}

describe.each(systems)('%s', (_name, build) => {
  const { plan, analysis } = planned(build);
  const { nodes, edges } = analysis.structure.model;

  test('has an explanation of every node', () => {
    for (const { id } of nodes) expectReadable(explainNode(plan, analysis, id));
  });

  test('has an explanation of every call, each once', () => {
    const pairs = new Map(edges.map(({ from, to }) => [`${from}→${to}`, { from, to }]));
    const explained = [...pairs.values()].flatMap((pair) => explainCalls(plan, analysis, pair));
    for (const { sections } of explained) expectReadable(sections);
    const subjects = explained.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects).toEqual(expect.arrayContaining(edges.map(({ id }) => id)));
    expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
  });

  test('is drawn with every call', () => {
    const drawn = [{ analysis, findings: [] }];
    const drawing = drawingOf(drawn);
    expect(drawing.links).toHaveLength(edges.length);
    for (const text of [treeText(drawn), dotText(drawing), mermaidText(drawing)]) {
      expect(text).not.toMatch(UNREADABLE);
    }
    // the arrows of the tree are the calls, each below its caller once
    expect(treeText(drawn).match(/→ /g) ?? []).toHaveLength(edges.length);
  });
});
