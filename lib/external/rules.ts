import type { Report } from '../findings/finding';
import type { ExternalDeclaration } from './declare';

/** Whether what is said of something external can be done with what is known of it. */
export function checkExternalTraffic(
  { pool, policy, endpoints = 0 }: ExternalDeclaration,
  report: Report,
): void {
  if (pool !== undefined && policy.capacity !== undefined) {
    report('MW0244', { prop: 'capacity', got: '`pool` and `capacity`' });
  }
  const { outlierDetection } = policy;
  const isAsked = outlierDetection !== undefined && outlierDetection.offReason === undefined;
  if (isAsked && endpoints < 2) {
    report('MW0249', { prop: 'outlierDetection', got: `${endpoints} endpoints` });
  }
}
