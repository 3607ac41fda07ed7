/**
 * Assertions about a whole system, for the tests of those who declare it.
 *
 * @module
 */
export { systemOf, type CallSummary, type DeclaredSystem, type Manifest } from './system-of';
export type { Finding, FindingLevel } from '../../lib/findings/finding';
