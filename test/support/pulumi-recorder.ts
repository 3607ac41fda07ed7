import * as pulumi from '@pulumi/pulumi';
import type { MockResourceArgs } from '@pulumi/pulumi/runtime/mocks';

/** A resource as the engine was asked for it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Type and name of the resource around it. */
  readonly parent: string;
  /** Names of what it waits for. */
  readonly after: readonly string[];
  readonly request: RegisterRequest;
}

/** What the SDK asks of the engine, as far as a test looks at it. */
export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getImportid(): string;
  getProvider(): string;
  getIgnorechangesList(): string[];
  getTransformsList(): unknown[];
  getCustomtimeouts(): { getCreate(): string } | undefined;
  getDeletedwith(): string;
  getDeletebeforereplace(): boolean;
  getReplaceonchangesList(): string[];
  getAliasesList(): { getSpec(): { getType(): string; getName(): string } | undefined }[];
  getAdditionalsecretoutputsList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> };
}

/** Pulumi's mark of a secret on its way to the engine. */
export const SECRET_MARK = '4dabf18193072939515e22adb298388d';
/** Pulumi's text for a value that nobody knows yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** What a recording takes besides the program. */
export interface RecordingOptions {
  readonly isPreview?: boolean;
  /** Outputs of a resource that is made. */
  readonly outputs?: (args: MockResourceArgs) => Record<string, unknown>;
}

/** What an engine was asked to make, and what it was told to print. */
export interface Recording {
  readonly registered: readonly Registration[];
  readonly printed: readonly string[];
}

interface Monitor {
  registerResource(request: RegisterRequest, answer: unknown): Promise<void>;
}

/** Runs `program` against an engine that makes everything at once. */
export async function record(
  program: () => unknown,
  {
    isPreview = false,
    outputs = ({ inputs }) => inputs as Record<string, unknown>,
  }: RecordingOptions = {},
): Promise<Recording> {
  const mocks = {
    newResource: (args: MockResourceArgs) => ({ id: `${args.name}-id`, state: outputs(args) }),
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, 'meshwright', 'test', isPreview);
  const requests: RegisterRequest[] = [];
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    requests.push(request);
    return register(request, answer);
  };
  const printed: string[] = [];
  const spies = (['error', 'warn', 'info', 'log'] as const).map((name) =>
    jest
      .spyOn(console, name)
      .mockImplementation((...texts: unknown[]) => void printed.push(texts.join(' '))),
  );
  try {
    await settle(program);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const registered = requests.map(registration).filter(({ type }) => type !== STACK);
  return { registered, printed };
}

/**
 * Runs `program` to the end of all that it registers, and fails with the first that failed.
 *
 * What fails after the program has ended rejects promises that nobody holds: Pulumi's own launcher ends the process then.
 */
async function settle(program: () => unknown): Promise<void> {
  const failures: unknown[] = [];
  const note = (error: unknown): void => void failures.push(error);
  process.on('unhandledRejection', note);
  try {
    await pulumi.runtime
      .runInPulumiStack(async () => {
        try {
          await program();
        } catch (error) {
          note(error);
        }
      })
      .catch(note);
    await pulumi.runtime.disconnect().catch(note);
    // rejections are reported once the queue of promises is empty
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeListener('unhandledRejection', note);
  }
  if (failures.length > 0) throw failures[0];
}

const STACK = 'pulumi:pulumi:Stack';

function registration(request: RegisterRequest): Registration {
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: request.getObject().toJavaScript(),
    parent: nameIn(request.getParent()),
    after: request.getDependenciesList().map(nameIn).sort(),
    request,
  };
}

/** `Kind name` of the resource that `urn` is of. */
function nameIn(urn: string): string {
  const [, , type = '', name = ''] = urn.split('::');
  return `${type.split(':').at(-1)} ${name}`;
}
