/** A simulation that cannot be made; its message says why. */
export class SimulationError extends Error {}
