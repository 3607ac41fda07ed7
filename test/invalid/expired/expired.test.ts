import { App, Chart } from 'cdk8s';
import { Registry } from '../../../constructs/registry';
import { checkExpiry } from '../../../lib/experiment/expiry';
import { findingLine, type Finding } from '../../../lib/findings/finding';
import { shop } from '../../support/declare';
import { EXPIRED, loadProgram, programsIn } from '../../support/programs';

async function told(name: string, at: string): Promise<readonly Finding[]> {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  (await loadProgram(EXPIRED, name)).build(chart);
  const findings: Finding[] = [];
  checkExpiry(Registry.of(chart).plan(), at, findings);
  return findings;
}

test.each(programsIn(EXPIRED))(
  '%s goes through by itself, and is over on the day after',
  async (name) => {
    const { build, expected } = await loadProgram(EXPIRED, name);
    expect(shop(build).findings('error')).toEqual([]);
    expect((await told(name, '2027-01-31')).map(({ code }) => code)).toEqual([]);
    expect((await told(name, '2027-02-01')).map(({ code }) => code)).toEqual(expected);
  },
);

test('an experiment that is over is told with its last day', async () => {
  expect((await told('experiment-past-its-day', '2027-03-07')).map(findingLine)).toEqual([
    '[shop/slow-payments] MW0811 expires: got 2027-01-31, want no experiment that ended before ' +
      '2027-03-07; remove it and deploy: its fault stays in the mesh until then',
  ]);
});
