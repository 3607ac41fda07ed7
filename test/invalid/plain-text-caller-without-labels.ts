import type { Chart } from 'cdk8s';
import { Caller, MutualTls } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0304'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { mtls: MutualTls.permissive('the till has no sidecar') }).permits(
    Caller.withoutSidecar('legacy', {}),
  );
}
