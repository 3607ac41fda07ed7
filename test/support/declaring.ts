import { findingLine, reportAt, type Finding, type Report } from '../../lib/findings/finding';

/** What a declaration comes to, and what is told about it. */
export interface Declared<T> {
  readonly value: T;
  /** The full text of each finding, in the order they were reported. */
  readonly told: readonly string[];
}

/** What `declare` makes of its input as the construct `shop/cart`, and the findings that it reports. */
export function declaring<T>(declare: (report: Report) => T): Declared<T> {
  const findings: Finding[] = [];
  const value = declare(reportAt('shop/cart', findings));
  return { value, told: findings.map(findingLine) };
}
