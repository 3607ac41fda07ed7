import type { Verdict } from '../findings/suppress';
import type { SystemPlan } from '../system/plan';

/** What an app declares, for whoever looks at it instead of having it written. */
export interface InspectedApp {
  plan(): SystemPlan;
  verdict(): Verdict;
}

// the program may load another copy of this package than the one that looks at it
const INSPECTION = Symbol.for('meshwright.inspection');
type Inspecting = { [INSPECTION]?: InspectedApp[] | undefined };

/** Whether apps are only looked at: nothing is then written. */
export function isInspecting(): boolean {
  return (globalThis as Inspecting)[INSPECTION] !== undefined;
}

/** Shows `app` to whoever is looking. */
export function show(app: InspectedApp): void {
  (globalThis as Inspecting)[INSPECTION]?.push(app);
}

/** The apps that are made while `work` runs, none of which writes anything; it sees those made so far. */
export async function inspect(
  work: (made: readonly InspectedApp[]) => Promise<void>,
): Promise<readonly InspectedApp[]> {
  const apps: InspectedApp[] = [];
  (globalThis as Inspecting)[INSPECTION] = apps;
  try {
    await work(apps);
  } finally {
    (globalThis as Inspecting)[INSPECTION] = undefined;
  }
  return apps;
}
