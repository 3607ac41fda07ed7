import { drawingOf, type DrawnSystem } from '../report/drawing';
import { dotText, mermaidText } from '../report/graph-text';
import { treeText } from '../report/graph-tree';
import { loadProgram } from './load-app';
import { jsonText, print, progress } from './output';
import { subjectsOf } from './subjects';

/** How the graph is drawn. */
export const GRAPH_FORMATS = ['text', 'mermaid', 'dot', 'svg', 'json'] as const;

/** Options of `meshwright graph`. */
export interface GraphOptions {
  readonly format: (typeof GRAPH_FORMATS)[number];
}

/** Prints who calls whom, with budgets and findings on the calls. */
export async function graph(given: string | undefined, { format }: GraphOptions): Promise<number> {
  progress('reading the program');
  const { apps } = await loadProgram(given);
  const drawn = subjectsOf(apps).map(({ analysis }, index) => ({
    analysis,
    findings: apps[index]?.verdict().findings ?? [],
  }));
  print(await drawAs(format, drawn));
  return 0;
}

async function drawAs(
  format: GraphOptions['format'],
  drawn: readonly DrawnSystem[],
): Promise<string> {
  switch (format) {
    case 'mermaid':
      return mermaidText(drawingOf(drawn));
    case 'dot':
      return dotText(drawingOf(drawn));
    case 'svg': {
      // the layout library is loaded by this format alone
      const { svgText } = await import('../report/graph-svg.js');
      return svgText(drawingOf(drawn));
    }
    case 'json':
      return jsonText(drawn.map(({ analysis }) => analysis.structure.model));
    case 'text':
      return treeText(drawn);
  }
}
