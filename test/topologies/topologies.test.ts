import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { systemOf, type DeclaredSystem } from '../../constructs/testing';
import { errors, linesOf } from '../support/declare';
import { TOPOLOGIES } from './programs';

const PROGRAMS = join(__dirname, 'programs');

function systemNamed(name: string): DeclaredSystem {
  const app = new App();
  TOPOLOGIES[name]?.(app);
  return systemOf(app);
}

/** The codes that the comment of a program announces. */
function announced(name: string): readonly string[] {
  return readFileSync(join(PROGRAMS, `${name}.ts`), 'utf8').match(/\bMW\d{4}\b/g) ?? [];
}

const names = readdirSync(PROGRAMS).map((file) => file.replace('.ts', ''));

test('every program is one of the topologies', () => {
  expect(names.sort()).toEqual(Object.keys(TOPOLOGIES));
});

test.each(names)('%s goes through without an error or a warning', (name) => {
  const system = systemNamed(name);
  expect(errors(system)).toEqual([]);
  expect(linesOf(system, 'warning')).toEqual([]);
});

test.each(names)('%s is told what its comment announces, and nothing else', (name) => {
  const told = new Set(
    systemNamed(name)
      .findings()
      .map(({ code }) => code),
  );
  expect([...told].sort()).toEqual([...announced(name)].sort());
});
