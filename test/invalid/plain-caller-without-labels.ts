import type { Chart } from 'cdk8s';
import { Caller, MutualTls } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0304'];

export function build(chart: Chart): void {
  const mtls = MutualTls.permissive('one caller outside the mesh until it is migrated');
  aService(chart, 'legacy', { mtls }).permits(Caller.withoutSidecar('batch', {}));
}
