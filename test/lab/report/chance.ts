// one run in ten million on each side: what chance alone decides must not fail anybody's build
const UNLIKELY = 1e-7;

/** The counts between which so many draws with this `share` of hits stay, but for an unlikely run. */
export function likelyCounts(draws: number, share: number): readonly [number, number] {
  if (share <= 0 || share >= 1) return [draws * share, draws * share];
  const chances = chancesOf(draws, share);
  return [firstLikely(chances), draws - firstLikely([...chances].reverse())];
}

/** The chance of each number of hits, by the binomial distribution. */
function chancesOf(draws: number, share: number): readonly number[] {
  const chances: number[] = [];
  let logChoices = 0;
  for (let hits = 0; hits <= draws; hits += 1) {
    if (hits > 0) logChoices += Math.log((draws - hits + 1) / hits);
    const log = logChoices + hits * Math.log(share) + (draws - hits) * Math.log(1 - share);
    chances.push(Math.exp(log));
  }
  return chances;
}

function firstLikely(chances: readonly number[]): number {
  let sum = 0;
  return chances.findIndex((chance) => (sum += chance) > UNLIKELY);
}
