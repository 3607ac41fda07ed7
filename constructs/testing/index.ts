/**
 * Assertions about a whole system, for the tests of those who declare it.
 *
 * @module
 */
export { systemOf, type CallSummary, type DeclaredSystem, type Manifest } from './system-of';
export type { AnalysedSystem, NodeLike, SimulatedCall } from './analysed-system';
export type { AmplificationSummary, DrainSummary, ErrorBudget, WorstCase } from './summaries';
export { failing, gone, oneHostDown, slow, zoneLost, type Failure } from './failures';
export type { AcceptedFinding } from '../../lib/findings/suppress';
export type { ServiceCapacity, VersionCapacity } from '../../lib/graph/analysis/capacity';
export type { Evacuation, Survivors } from '../../lib/graph/analysis/evacuation';
export type { BlastRadius } from '../../lib/graph/analysis/reach';
export type { Shape } from '../../lib/graph/analysis/shapes';
export type { SimulationResult } from '../../lib/graph/simulate/simulate';
export type { Finding, FindingLevel } from '../../lib/findings/finding';
