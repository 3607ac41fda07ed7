import { CATALOGUE } from '../../../lib/findings/catalogue';
import { deploy } from '../../lib/pulumi/deployment';
import { loadProgram, programsIn, UNDEPLOYABLE } from '../../support/programs';

test.each(programsIn(UNDEPLOYABLE))('%s raises what it names, and nothing else', async (name) => {
  const { expected, build } = await loadProgram(UNDEPLOYABLE, name);
  const told = await deploy(build).then(
    ({ printed }) => printed.join('\n'),
    (error: Error) => error.message,
  );
  const codes = new Set(told.match(/MW\d{4}/g));
  expect([...codes]).toEqual(expected);
  for (const code of expected) expect(told).toContain(CATALOGUE[code].want.split('{')[0]);
});
