import type { App } from 'cdk8s';
import { build as edgeOfMesh } from './programs/edge-of-mesh';
import { build as elsewhereCallee } from './programs/elsewhere-callee';
import { build as elsewhereCaller } from './programs/elsewhere-caller';
import { build as experiments } from './programs/experiments';
import { build as keyed } from './programs/keyed';
import { build as loosened } from './programs/loosened';
import { build as operator } from './programs/operator';
import { build as shedding } from './programs/shedding';
import { build as smallest } from './programs/smallest';
import { build as statefulAndJob } from './programs/stateful-and-job';
import { build as versions } from './programs/versions';

/** Small systems that show one feature each, by name. */
export const FEATURES: Readonly<Record<string, (app: App) => void>> = {
  'edge-of-mesh': edgeOfMesh,
  'elsewhere-callee': elsewhereCallee,
  'elsewhere-caller': elsewhereCaller,
  experiments,
  keyed,
  loosened,
  operator,
  shedding,
  smallest,
  'stateful-and-job': statefulAndJob,
  versions,
};
