// The growth of each shape and of cdk8s as an SVG with logarithmic axes.
const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = { left: 64, right: 96, top: 24, bottom: 48 };
const COLOURS = ['#0072b2', '#009e73', '#e69f00', '#cc79a7', '#56b4e9'];
const STOCK = '#d55e00';

export function plot({ growth, pairs }) {
  const stock = pairs
    .filter(({ shape }) => shape === 'none')
    .map(({ charts, stock: { ms } }) => ({ charts, ms }));
  const lines = [
    { name: 'cdk8s', colour: STOCK, points: stock },
    ...growth.map(({ shape, points }, i) => ({ name: shape, colour: COLOURS[i], points })),
  ];
  const all = lines.flatMap(({ points }) => points);
  const x = scale(
    all.map(({ charts }) => charts),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = scale(
    all.map(({ ms }) => ms),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${MARGIN.left}" y="16">time to synthesize, of charts with fifteen objects each; both axes logarithmic</text>`,
    ...[...new Set(all.map(({ charts }) => charts))].map((charts) =>
      tick(x(charts), HEIGHT - MARGIN.bottom + 18, charts),
    ),
    ...decades(all.map(({ ms }) => ms)).map((ms) => grid(y(ms), ms)),
    ...lines.map((line, i) => drawn(line, { x, y, label: MARGIN.top + 16 * (i + 1) })),
    '</svg>',
    '',
  ].join('\n');
}

function scale(values, from, to) {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) => Math.round(from + ((Math.log(value) - low) / (high - low)) * (to - from));
}

function decades(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [10, 100, 1_000, 10_000, 100_000].filter((ms) => ms >= low && ms <= high);
}

const tick = (x, y, text) => `<text x="${x}" y="${y}" text-anchor="middle">${text}</text>`;

function grid(y, ms) {
  const line = `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}" stroke="#ddd"/>`;
  const label = ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
  return `${line}<text x="${MARGIN.left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`;
}

function drawn({ name, colour, points }, { x, y, label }) {
  const path = points.map(({ charts, ms }) => `${x(charts)},${y(ms)}`).join(' ');
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    `<text x="${WIDTH - MARGIN.right + 8}" y="${label}" fill="${colour}">${name}</text>`,
  ].join('\n');
}
