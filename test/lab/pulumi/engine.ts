import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  LocalWorkspace,
  PulumiCommand,
  type DiagnosticEvent,
  type EngineEvent,
  type PulumiFn,
  type Stack,
} from '@pulumi/pulumi/automation';
import { environmentOf } from '../machine/guard';
import { ROOT } from '../places';
import { toolPath } from '../tools/cache';

const PLUGIN = 'pulumi-resource-kubernetes';
const PROJECT = 'meshwright';
const PASSPHRASE = 'of the lab alone';
/** More than the engine's own four times the cores: here most of the time is waiting for pods. */
const PARALLEL = 64;

/** What one run of the engine came to. */
export interface Run {
  readonly ok: boolean;
  /** Type and name of what was created, updated, replaced or deleted: `update VirtualService shop/payments`. */
  readonly steps: readonly string[];
  readonly unchanged: number;
  /** The inputs of a resource, such as `Service shop/orders`, as the engine knows them. */
  readonly inputs: (object: string) => unknown;
  /** Everything that was printed. */
  readonly text: string;
  /** What was printed as a warning, in Pulumi's own log. */
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** How a stack differs from others. */
export interface StackOptions {
  /** Over the environment of all. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder with a `Pulumi.yaml`; a project without configuration when undefined. */
  readonly project?: string;
}

/** The real engine, with a state in a folder. */
export class Engine {
  /** Prepares the engine; the provider is upstream's where it is on the PATH, else the lab's stand-in. */
  public static async start(folder: string, kubeconfig: string): Promise<Engine> {
    const root = join(folder, 'pulumi');
    for (const name of ['bin', 'state', 'home', 'work'])
      mkdirSync(join(root, name), { recursive: true });
    symlinkSync(toolPath('pulumi'), join(root, 'bin', 'pulumi'));
    symlinkSync(toolPath('helm'), join(root, 'bin', 'helm'));
    const isUpstream = (process.env.PATH ?? '')
      .split(delimiter)
      .some((path) => existsSync(join(path, PLUGIN)));
    if (!isUpstream) writeStandIn(join(root, 'bin', PLUGIN));
    const command = await PulumiCommand.get({ root, skipVersionCheck: true });
    const env = { KUBECONFIG: kubeconfig, ...environmentOf(folder) };
    return new Engine(root, command, { env, isUpstream });
  }

  private constructor(
    /** Everything that the engine writes is in here. */
    public readonly root: string,
    private readonly command: PulumiCommand,
    private readonly cluster: {
      readonly env: Readonly<Record<string, string>>;
      readonly isUpstream: boolean;
    },
  ) {}

  /** What the results are worth. */
  public get provider(): string {
    return this.cluster.isUpstream
      ? `upstream's ${PLUGIN}`
      : `the lab's stand-in for ${PLUGIN}, which is not on the PATH`;
  }

  public async stack(name: string, { env, project }: StackOptions = {}): Promise<LabStack> {
    const envVars = {
      PATH: `${join(this.root, 'bin')}${delimiter}${process.env.PATH}`,
      PULUMI_BACKEND_URL: `file://${join(this.root, 'state')}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_HOME: join(this.root, 'home'),
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      HELM_CACHE_HOME: join(this.root, 'home', 'helm'),
      HELM_CONFIG_HOME: join(this.root, 'home', 'helm'),
      HELM_DATA_HOME: join(this.root, 'home', 'helm'),
      // for the stand-in: pods of kwok that are not ready by then never are
      LAB_AWAIT_SECONDS: '120',
      ...this.cluster.env,
      ...env,
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: PROJECT, program: () => Promise.resolve() },
      {
        pulumiCommand: this.command,
        workDir: project ?? join(this.root, 'work'),
        secretsProvider: 'passphrase',
        envVars,
      },
    );
    const state = join(this.root, 'state', '.pulumi', 'stacks', PROJECT, `${name}.json`);
    return new LabStack(stack, state);
  }
}

function writeStandIn(path: string): void {
  const program = join(ROOT, 'dist', 'lab', 'test', 'lab', 'pulumi', 'stand-in', 'main.js');
  const node = process.execPath;
  writeFileSync(path, `#!/bin/sh\nexec "${node}" "${program}" "$@"\n`);
  chmodSync(path, 0o755);
}

type Options = { readonly program: PulumiFn; readonly onEvent: (event: EngineEvent) => void };

/** One stack, and what the engine does to it. */
export class LabStack {
  public constructor(
    private readonly stack: Stack,
    private readonly stateFile: string,
  ) {}

  public preview(program: PulumiFn): Promise<Run> {
    return this.run((options) => this.stack.preview({ ...options, parallel: PARALLEL }), program);
  }

  public up(program: PulumiFn): Promise<Run> {
    return this.run((options) => this.stack.up({ ...options, parallel: PARALLEL }), program);
  }

  public refresh(): Promise<Run> {
    return this.run(({ onEvent }) => this.stack.refresh({ onEvent, parallel: PARALLEL }));
  }

  public destroy(): Promise<Run> {
    return this.run(({ onEvent }) => this.stack.destroy({ onEvent, parallel: PARALLEL }));
  }

  /** Sets a value of the stack's configuration. */
  public configure(key: string, value: string): Promise<void> {
    return this.stack.setConfig(key, { value });
  }

  /** What the state says, as it lies on disk. */
  public state(): string {
    return readFileSync(this.stateFile, 'utf8');
  }

  /** The objects in the state. */
  public objects(): readonly string[] {
    const { checkpoint } = JSON.parse(this.state()) as Checkpoint;
    return (checkpoint.latest.resources ?? [])
      .filter(({ type }) => type.startsWith('kubernetes:'))
      .map(({ urn }) => objectOf(urn));
  }

  public outputs(): Promise<Readonly<Record<string, { readonly value: unknown }>>> {
    return this.stack.outputs();
  }

  private async run(
    act: (options: Options) => Promise<{ readonly stdout: string }>,
    program: PulumiFn = () => Promise.resolve(),
  ): Promise<Run> {
    const events: EngineEvent[] = [];
    const started = Date.now();
    const outcome = await act({ program, onEvent: (event) => void events.push(event) }).then(
      ({ stdout }) => ({ ok: true, text: stdout }),
      (error: Error) => ({ ok: false, text: error.message }),
    );
    const operations = events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent === undefined ? [] : [resourcePreEvent.metadata],
    );
    const ours = operations.filter(({ type }) => type.startsWith('kubernetes:'));
    const printed = events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent === undefined || (diagnosticEvent.severity as string) === 'debug'
        ? []
        : [diagnosticEvent],
    );
    return {
      ...outcome,
      text: [...(outcome.ok ? [outcome.text] : []), ...printed.map(textOf)].join('\n'),
      warnings: printed.filter(({ severity }) => severity === 'warning').map(textOf),
      steps: ours
        .filter(({ op }) => !QUIET.includes(op))
        .map(stepText)
        .sort(),
      unchanged: ours.filter(({ op }) => op === 'same').length,
      inputs: (object) => ours.find(({ urn }) => objectOf(urn) === object)?.new?.inputs,
      seconds: (Date.now() - started) / 1000,
    };
  }
}

interface Checkpoint {
  readonly checkpoint: {
    readonly latest: {
      readonly resources?: readonly { readonly type: string; readonly urn: string }[];
    };
  };
}

const QUIET = ['same', 'read', 'refresh'];

function textOf({ urn = '', message }: DiagnosticEvent): string {
  return `${urn.split('::').at(-1) ?? ''} ${message.trim()}`;
}

function stepText({ op, urn }: { readonly op: string; readonly urn: string }): string {
  return `${op} ${objectOf(urn)}`;
}

function objectOf(urn: string): string {
  const [, , type = '', name = ''] = urn.split('::');
  return `${type.split(':').at(-1)} ${name}`;
}
