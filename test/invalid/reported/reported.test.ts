import { shop } from '../../support/declare';
import { loadProgram, programsIn, REPORTED } from '../../support/programs';

const names = programsIn(REPORTED);

test('there are programs to report on', () => {
  expect(names.length).toBeGreaterThan(0);
});

test.each(names)('%s goes through, and is told what it names', async (name) => {
  const { expected, build } = await loadProgram(REPORTED, name);
  const system = shop(build);
  expect(system.findings('error')).toEqual([]);
  const told = new Set(system.findings().map(({ code }) => code));
  expect([...told].sort()).toEqual([...expected].sort());
  for (const { want, fix } of system.findings()) expect(`${want} ${fix}`).not.toMatch(/\{\w+\}/);
});
