import { graphlib, layout } from '@dagrejs/dagre';
import { edgeLabel, type DrawnSystem } from './graph-text';

const CHARACTER = 7;
const NODE_HEIGHT = 36;
const LINE_HEIGHT = 16;
const PADDING = 24;
const COLOURS = { error: '#b00020', plain: '#555' };

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture of the system, laid out from left to right. */
export function svgText(drawn: DrawnSystem): string {
  const { nodes, links } = drawn.analysis.structure;
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 60, marginx: PADDING, marginy: PADDING });
  nodes.forEach(({ id }, number) => {
    graph.setNode(String(number), { width: id.length * CHARACTER + PADDING, height: NODE_HEIGHT });
  });
  links.forEach(({ edge, from, to }, index) => {
    const width = edgeLabel(drawn, edge).length * CHARACTER;
    graph.setEdge(
      String(from),
      String(to),
      { width, height: LINE_HEIGHT, labelpos: 'c' },
      `${index}`,
    );
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxes = nodes.map(({ id }, number) => boxText(id, graph.node(String(number)) as Box));
  const arrows = links.map(({ edge, from, to }, index) => {
    const placed = graph.edge(String(from), String(to), `${index}`) as unknown as Arrow;
    return arrowText(edgeLabel(drawn, edge), placed);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    ...arrows,
    ...boxes,
    '</svg>',
    '',
  ].join('\n');
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

function boxText(id: string, { x, y, width, height }: Box): string {
  const corner = `x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}"`;
  return `<rect ${corner} rx="4" fill="#fff" stroke="#333"/><text x="${x}" y="${y + 4}" text-anchor="middle">${escape(id)}</text>`;
}

interface Arrow extends Point {
  readonly points: readonly Point[];
}

function arrowText(label: string, { points, x, y }: Arrow): string {
  const line = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`);
  const colour = /MW\d{4}/.test(label) ? COLOURS.error : COLOURS.plain;
  return `<path d="${line.join('')}" fill="none" stroke="${colour}" marker-end="url(#end)"/><text x="${x}" y="${y - 4}" text-anchor="middle" fill="${colour}">${escape(label)}</text>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
