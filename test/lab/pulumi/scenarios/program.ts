import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { STACKS } from '../../../../stacks/stacks';
import { ROOT } from '../../places';
import { row, type Scenario } from '../scenario';
import { objectCount } from './applications';
import { destroyed } from './shop';

const load = createRequire(__filename);
const SOURCE = load.resolve('../../../../stacks/pulumi');

/** What `Pulumi.yaml` runs. Its exports are the outputs of the stack. */
const program: PulumiFn = () => {
  // elsewhere each run of the engine is a process of its own
  delete require.cache[SOURCE];
  return Promise.resolve({ ...(load(SOURCE) as Record<string, unknown>) });
};

/** The program of this repository with the configuration that it has by itself. */
export const PROGRAM: Scenario = {
  name: 'program',
  play: async function* ({ engine, kubectl, folder }) {
    const project = join(folder, 'project');
    mkdirSync(join(project, 'dist'), { recursive: true });
    copyFileSync(join(ROOT, 'Pulumi.yaml'), join(project, 'Pulumi.yaml'));
    symlinkSync(join(ROOT, 'dist', 'lab'), join(project, 'dist', 'js'));
    const stack = await engine.stack('program', { project });
    const counts = Object.entries(STACKS).map(
      ([name, build]) => [name, objectCount(build)] as const,
    );
    const expected = counts.reduce((sum, [, count]) => sum + count, 0);
    const up = await stack.up(program);
    yield row('up of stacks/pulumi.ts with what Pulumi.yaml says', up, [
      `${up.steps.length} of ${expected} objects`,
      up.ok && up.steps.length === expected,
    ]);
    const outputs = await stack.outputs();
    const objects = JSON.stringify(outputs.objects?.value);
    const dashboards = outputs.dashboards?.value as readonly string[] | undefined;
    yield row('its outputs say what there is', { ...up, seconds: 0 }, [
      `${objects}, ${dashboards?.length} dashboards`,
      objects === JSON.stringify(Object.fromEntries(counts)) && Array.isArray(dashboards),
    ]);
    const again = await stack.up(program);
    yield row('up again changes nothing', again, [
      `${again.steps.length} steps, ${again.unchanged} unchanged`,
      again.ok && again.steps.length === 0 && again.unchanged === expected,
    ]);
    yield await destroyed({ kubectl }, stack, expected);
  },
};
