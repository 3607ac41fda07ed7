import { CATALOGUE, type FindingCode } from '../../lib/findings/catalogue';
import type { FindingLevel } from '../../lib/findings/finding';
import {
  EXPIRED,
  INVALID,
  loadProgram,
  programsIn,
  REPORTED,
  UNDEPLOYABLE,
} from '../support/programs';

const codes = Object.keys(CATALOGUE).sort() as FindingCode[];

function codesOf(...levels: FindingLevel[]): FindingCode[] {
  return codes.filter((code) => levels.includes(CATALOGUE[code].level));
}

async function raisedIn(folder: string): Promise<FindingCode[]> {
  const programs = await Promise.all(programsIn(folder).map((name) => loadProgram(folder, name)));
  return [...new Set(programs.flatMap(({ expected }) => expected))].sort();
}

test('some program of test/invalid raises each code of level error', async () => {
  const folders = [INVALID, UNDEPLOYABLE, EXPIRED];
  const raised = (await Promise.all(folders.map(raisedIn))).flat();
  expect(raised.filter((code) => codesOf('error').includes(code)).sort()).toEqual(codesOf('error'));
});

test('some program of test/invalid/reported raises each code of the other levels', async () => {
  const raised = [...(await raisedIn(REPORTED)), ...(await raisedIn(UNDEPLOYABLE))];
  const others = codesOf('warning', 'info');
  expect(raised.filter((code) => others.includes(code)).sort()).toEqual(others);
});
