import { reportAt, type Finding } from '../findings/finding';
import { differencesOf, type Difference, type Json } from './difference';
import { JUDGEMENTS } from './judgements';

/** An object as it was planned, and as it will be written. */
export interface Rendering {
  /** The construct that the user wrote. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly planned: Json;
  readonly rendered: Json;
}

/** What makes objects weaker than their plan: patches are applied when everything else has been checked. */
export function checkRenderings(renderings: readonly Rendering[], findings: Finding[]): void {
  for (const rendering of renderings) {
    for (const difference of differencesOf(rendering.planned, rendering.rendered)) {
      checkDifference(rendering, difference, findings);
    }
  }
}

function checkDifference(
  { path, kind, name }: Rendering,
  difference: Difference,
  findings: Finding[],
): void {
  const { place, planned, rendered } = difference;
  const judgement = JUDGEMENTS.find(({ kinds, places }) => kinds.test(kind) && places.test(place));
  if (judgement?.isWeaker(difference) !== true) return;
  reportAt(path, findings)(judgement.code, {
    prop: `${kind} ${name}${place}`,
    got: shortText(rendered),
    args: { planned: shortText(planned) },
  });
}

const LONGEST_TEXT = 80;

function shortText(value: Json): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
