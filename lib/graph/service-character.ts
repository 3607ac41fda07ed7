import type { Report } from '../findings/finding';
import { instance, oneOf, read, readList, text } from '../values/read';
import { Objective, type ObjectiveDeclaration, declareObjective } from './objective';

/** Words for how much depends on a service, the most important first. */
export const CRITICALITIES = ['critical', 'standard', 'best-effort'] as const;

/**
 * How much depends on a service: `critical` where users are turned away without it, `best-effort` where nobody waits
 * for it.
 */
export type Criticality = (typeof CRITICALITIES)[number];

/** What is promised of something that is called. */
export interface PromiseProps {
  /**
   * Availability and latency that its callers may count on.
   *
   * @default - none: it limits no promise of its callers
   */
  readonly objectives?: readonly Objective[];
}

/** What a service is for its users. */
export interface CharacterProps extends PromiseProps {
  /**
   * How much depends on the service. A critical service that cannot do without a less critical one is reported.
   *
   * @default - unknown: nothing is concluded from it
   */
  readonly criticality?: Criticality;

  /**
   * Regions that its data may be in. A failover that would leave them is refused.
   *
   * @default - any region
   */
  readonly residency?: readonly string[];
}

/** What a service is for its users, as declared. */
export interface CharacterDeclaration {
  readonly objectives: readonly ObjectiveDeclaration[];
  readonly criticality: Criticality | undefined;
  readonly residency: readonly string[] | undefined;
}

/** The character of something about which nobody said anything. */
export const NO_CHARACTER: CharacterDeclaration = {
  objectives: [],
  criticality: undefined,
  residency: undefined,
};

/** The valid parts of a service's character. */
export function declareCharacter(props: CharacterProps, report: Report): CharacterDeclaration {
  const regions = readList(report, 'residency', props.residency);
  return {
    objectives: declareObjectives(props, report),
    criticality: read(report, oneOf(CRITICALITIES), ['criticality', props.criticality]),
    residency:
      regions.length === 0
        ? undefined
        : regions.flatMap((region) => read(report, text, ['residency', region]) ?? []).sort(),
  };
}

/** The valid objectives of something that is called. */
export function declareObjectives(
  { objectives }: PromiseProps,
  report: Report,
): readonly ObjectiveDeclaration[] {
  return readList(report, 'objectives', objectives).flatMap((given, index) => {
    const prop = `objectives[${index}]`;
    const objective = read(report, instance(Objective), [prop, given]);
    return objective === undefined ? [] : declareObjective(report, prop, objective);
  });
}
