import { dotText, mermaidText, treeText, type DrawnSystem } from '../report/graph-text';
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
  const texts = await Promise.all(drawn.map((each) => drawAs(format, each)));
  print(texts.join('\n'));
  return 0;
}

async function drawAs(format: GraphOptions['format'], drawn: DrawnSystem): Promise<string> {
  switch (format) {
    case 'mermaid':
      return mermaidText(drawn);
    case 'dot':
      return dotText(drawn);
    case 'svg': {
      // the layout library is loaded by this format alone
      const { svgText } = await import('../report/graph-svg.js');
      return svgText(drawn);
    }
    case 'json':
      return jsonText(drawn.analysis.structure.model);
    case 'text':
      return treeText(drawn);
  }
}
