import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabStack } from '../engine';
import { row, type Row, type Scenario, type Theatre } from '../scenario';
import { destroyed, shop } from './shop';

/** A configuration that leads to no cluster: nothing is made, and the same stack goes on once it is corrected. */
export const WRONG_CLUSTER: Scenario = {
  name: 'wrong-cluster',
  play: async function* (theatre) {
    const { engine, folder } = theatre;
    const unreachable = join(folder, 'unreachable.json');
    writeFileSync(unreachable, JSON.stringify(NOWHERE));
    for (const [what, reason, KUBECONFIG] of [
      ['an unreachable cluster', /load schema information .*ECONNREFUSED/, unreachable],
      ['a kubeconfig that is none', /from kubeconfig file: ENOENT/, join(folder, 'missing.json')],
    ] as const) {
      const name = what.replaceAll(' ', '-');
      const wrong = await engine.stack(name, { env: { KUBECONFIG } });
      yield await stops(wrong, what, reason);
      yield* goesUp(theatre, await engine.stack(name));
    }
    const stack = await engine.stack('context');
    await stack.configure('kubernetes:context', 'nowhere');
    const reason = /from kubeconfig file: context "nowhere" does not exist/;
    yield await stops(stack, 'a context that the kubeconfig has not', reason);
    await stack.configure('kubernetes:context', 'lab');
    yield* goesUp(theatre, stack);
  },
};

async function stops(stack: LabStack, what: string, reason: RegExp): Promise<Row> {
  const run = await stack.up(shop());
  const made = stack.objects().length;
  const told = reason.test(run.text);
  const named = /\[shop\/namespace\/Resource\] create of shop failed/.test(run.text);
  return row(`${what} stops it with nothing made; reason and construct are told`, run, [
    `${run.ok ? 'up' : 'stopped'}, reason ${told}, construct ${named}, ${made} in the state`,
    !run.ok && told && named && made === 0,
  ]);
}

async function* goesUp(theatre: Theatre, stack: LabStack): AsyncGenerator<Row> {
  const run = await stack.up(shop());
  yield row('with the right one, the same stack goes up', run, [
    `${run.steps.length} steps`,
    run.ok && run.steps.length > 0,
  ]);
  yield await destroyed(theatre, stack);
}

/** A kubeconfig of a cluster that nobody serves. */
const NOWHERE = {
  clusters: [
    {
      name: 'nowhere',
      cluster: { server: 'https://127.0.0.1:9', 'certificate-authority': '/etc/hostname' },
    },
  ],
  users: [{ name: 'nobody', user: { token: 'none' } }],
  contexts: [{ name: 'nowhere', context: { cluster: 'nowhere', user: 'nobody' } }],
  'current-context': 'nowhere',
};
