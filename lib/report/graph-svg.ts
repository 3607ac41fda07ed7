import { graphlib, layout } from '@dagrejs/dagre';
import type { DrawnLink, Drawing } from './drawing';

const CHARACTER = 7;
const NODE_HEIGHT = 36;
const LINE_HEIGHT = 16;
const PADDING = 24;
const COLOURS = { finding: '#b00020', plain: '#555' };

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture of the systems, laid out from left to right. */
export function svgText({ nodes, links }: Drawing): string {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 60, marginx: PADDING, marginy: PADDING });
  for (const { key, label } of nodes) {
    graph.setNode(key, { width: label.length * CHARACTER + PADDING, height: NODE_HEIGHT });
  }
  links.forEach(({ from, to, label }, index) => {
    const size = { width: label.length * CHARACTER, height: LINE_HEIGHT };
    graph.setEdge(from, to, { ...size, labelpos: 'c' }, `${index}`);
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxes = nodes.map(({ key, label }) => boxText(label, graph.node(key) as Box));
  const arrows = links.map((link, index) =>
    arrowText(link, graph.edge(link.from, link.to, `${index}`) as unknown as Arrow),
  );
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

function arrowText({ label, hasFinding }: DrawnLink, { points, x, y }: Arrow): string {
  const line = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`);
  const colour = hasFinding ? COLOURS.finding : COLOURS.plain;
  return `<path d="${line.join('')}" fill="none" stroke="${colour}" marker-end="url(#end)"/><text x="${x}" y="${y - 4}" text-anchor="middle" fill="${colour}">${escape(label)}</text>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
