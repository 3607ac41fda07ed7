import type { SystemModel } from '../model';
import { amplificationAt, type Amplification } from './amplification';
import { callCapacities, capacityOf, type CallCapacity, type ServiceCapacity } from './capacity';
import { cyclesOf } from './cycles';
import { callTimesOf, type CallTimes } from './deadlines';
import { drainBudget, type DrainBudget } from './drain';
import { evacuationsOf, type Evacuation } from './evacuation';
import { loadsOf, type Loads } from './load';
import {
  availabilityBudgets,
  latencyBudgets,
  type AvailabilityBudget,
  type LatencyBudget,
} from './objectives';
import { operationTimesOf, type OperationTime } from './operations';
import { blastRadiusOf, type BlastRadius } from './reach';
import { shapesOf, type Shape } from './shapes';
import { numberOf, structureOf, type Link, type Structure } from './structure';

/** Everything that the analyses can say about one system, each worked out when it is first asked for. */
export interface SystemAnalysis {
  readonly structure: Structure;
  /** Undefined where no request reaches the service. */
  readonly amplificationOf: (id: string) => Amplification | undefined;
  readonly callTimes: () => CallTimes;
  readonly operationsOf: (id: string) => readonly OperationTime[];
  readonly loads: () => Loads;
  readonly capacityOf: (id: string) => ServiceCapacity;
  readonly callCapacities: () => readonly CallCapacity[];
  /** Undefined for what the mesh does not run. */
  readonly drainOf: (id: string) => DrainBudget | undefined;
  readonly availability: () => readonly AvailabilityBudget[];
  readonly latencyOf: (id: string) => readonly LatencyBudget[];
  readonly blastRadiusOf: (id: string) => BlastRadius;
  readonly shapes: () => readonly Shape[];
  readonly cycles: () => readonly (readonly Link[])[];
  readonly evacuations: () => readonly Evacuation[];
}

/** The analyses of `model`. */
export function analyse(model: SystemModel): SystemAnalysis {
  const structure = structureOf(model);
  const loads = once(() => loadsOf(structure));
  const callTimes = once(() => callTimesOf(structure));
  return {
    structure,
    amplificationOf: (id) => amplificationAt(structure, id),
    callTimes,
    operationsOf: (id) => operationTimesOf(structure, callTimes(), id),
    loads,
    capacityOf: (id) => capacityOf(structure, numberOf(structure, id), loads()),
    callCapacities: once(() => callCapacities(structure, loads())),
    drainOf: (id) => drainBudget(structure, numberOf(structure, id)),
    availability: once(() => availabilityBudgets(structure)),
    latencyOf: (id) => latencyBudgets(structure, numberOf(structure, id)),
    blastRadiusOf: (id) => blastRadiusOf(structure, id),
    shapes: once(() => shapesOf(structure)),
    cycles: once(() => cyclesOf(structure)),
    evacuations: once(() => evacuationsOf(structure, loads())),
  };
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}
