import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';

/** A program of test/invalid: what it declares in a chart, and exactly the codes that this must raise. */
export interface Program {
  readonly expected: readonly FindingCode[];
  readonly build: (chart: Chart) => void;
}

/** Programs that must be refused. */
export const INVALID = join(__dirname, '../invalid');

/** Programs that only a deployment refuses. */
export const UNDEPLOYABLE = join(INVALID, 'pulumi');

/** Programs that go through, with something to say about them. */
export const REPORTED = join(INVALID, 'reported');

/** Programs that go through until the day on which they are looked at. */
export const EXPIRED = join(INVALID, 'expired');

/** The names of the programs in `folder`: each names the mistake. */
export function programsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** The program called `name` in `folder`. */
export async function loadProgram(folder: string, name: string): Promise<Program> {
  return (await import(join(folder, name))) as Program;
}
