import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { isGood, isNoticed, type Outcome } from '../play';
import { ROOT } from '../places';
import { ISTIO_VERSION, TOOLS, versionOf } from '../tools/catalogue';

const PAGE = join(ROOT, 'docs', 'proof.md');
const MUTATIONS = join(ROOT, 'docs', 'proof-mutations.md');
const RESULTS = join(ROOT, 'dist', 'lab', 'results.json');

const INTRODUCTION = `# Proof

What we promise about behaviour under failure, seen on a real API server, a real control plane and real proxies, with
requests counted. \`npm run lab\` writes this page. Each system is declared with the constructs of this package and
applied as it is rendered; only its pods are the lab's. What is expected comes from the analyses; where none follows it, it stands in the scenario.
[The lab](lab.md) says how it works, and what it cannot show.`;

const MUTATIONS_INTRODUCTION = `# Proof that the proof can fail

A scenario that passes without what it is about shows nothing. \`npm run lab -- --mutate\` writes this page: it plays each
scenario of [the proof](proof.md) once more, with what it is about taken out of the rendered objects or weakened, and
wants a row of it not to hold.`;

/** Writes what a whole run came to, as JSON and as a page of the documentation. */
export async function writeResults(outcomes: readonly Outcome[]): Promise<void> {
  mkdirSync(join(RESULTS, '..'), { recursive: true });
  const results = outcomes.map(({ scenario, ...outcome }) => ({
    scenario: scenario.name,
    good: isGood({ scenario, ...outcome }),
    ...outcome,
  }));
  writeFileSync(RESULTS, `${JSON.stringify({ versions: versions(), results }, undefined, 2)}\n`);
  await writePage(PAGE, page(outcomes));
}

/** Writes which scenarios noticed that what they are about was taken out, as a page of the documentation. */
export async function writeMutations(outcomes: readonly Outcome[]): Promise<void> {
  const lines = outcomes.map((outcome) => {
    const { title, mutation } = outcome.scenario;
    const verdict = isNoticed(outcome) ? 'noticed' : '**not noticed**';
    return `| ${[title, mutation.weakens, verdict].map(cell).join(' | ')} |`;
  });
  const table = ['| Scenario | What is taken out | Verdict |', '| --- | --- | --- |', ...lines];
  await writePage(MUTATIONS, [MUTATIONS_INTRODUCTION, table.join('\n')].join('\n\n'));
}

async function writePage(path: string, text: string): Promise<void> {
  const options = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...options, filepath: path }));
}

function versions(): Readonly<Record<string, string>> {
  const shown = { Istio: 'pilot-discovery', Envoy: 'envoy', Kubernetes: 'kube-apiserver' };
  return Object.fromEntries(
    Object.entries(shown).map(([title, name]) => {
      const tool = TOOLS.find((each) => each.name === name);
      if (tool === undefined) throw new Error(`there is no tool ${name}`);
      const version = versionOf(tool);
      return [title, title === 'Istio' ? `${ISTIO_VERSION}, ${version}` : version];
    }),
  );
}

function page(outcomes: readonly Outcome[]): string {
  const tools = Object.entries(versions()).map(([title, version]) => `| ${title} | ${version} |`);
  return [
    INTRODUCTION,
    ['| Tool | Version |', '| --- | --- |', ...tools].join('\n'),
    ...outcomes.map(section),
  ].join('\n\n');
}

function section({ scenario, rows, broke }: Outcome): string {
  const played = {
    promise: 'all of it can be played',
    expected: 'yes',
    steady: 'no',
    holds: false,
  };
  const all = broke === undefined ? rows : [...rows, played];
  const lines = all.map(({ promise, expected, steady, holds }) => {
    const cells = [promise, expected, steady, holds ? 'holds' : '**does not hold**'];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [
    `## ${scenario.title}`,
    ['| Promise | Expected | Measured | Verdict |', '| --- | --- | --- | --- |', ...lines].join(
      '\n',
    ),
    `\`npm run lab -- --only ${scenario.name}\`. It fails when ${scenario.mutation.weakens}.`,
  ].join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
