import { Duration, type Chart } from 'cdk8s';
import { Experiment, Fault, ExternalService, Mesh, Tls } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0801'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  const cards = new ExternalService(chart, 'cards', {
    host: 'api.cards.example',
    tls: Tls.originate(),
  });
  aService(chart, 'orders').calls(cards);
  new Experiment(chart, 'slow', {
    on: cards,
    fault: Fault.delay(Duration.seconds(1)),
    expires: '2027-01-31',
  });
}
