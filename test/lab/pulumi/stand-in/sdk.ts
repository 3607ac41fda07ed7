// What the SDK's server of a provider does not pass on, or takes for granted.
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import {
  ReadRequest,
  type ConfigureRequest,
  type ReadResponse,
} from '@pulumi/pulumi/proto/provider_pb';

type Properties = NonNullable<ReturnType<ReadRequest['getProperties']>>;

let configuration: Readonly<Record<string, unknown>> = {};

/** The context of the kubeconfig that this provider was configured with; its current one when undefined. */
export function configuredContext(): string | undefined {
  const { context } = configuration;
  return typeof context === 'string' && context !== '' ? context : undefined;
}

/** Completes the SDK's server, before it is started. */
export function completeServer(): void {
  noteConfiguration();
  readWithoutProperties();
  answerWithNothing();
}

function noteConfiguration(): void {
  const { configure } = ResourceProviderService;
  const read = configure.requestDeserialize;
  configure.requestDeserialize = (message: Buffer): ConfigureRequest => {
    const request = read(message);
    configuration = request.getArgs()?.toJavaScript() ?? {};
    return request;
  };
}

/** An import reads what has no properties yet, and the server takes for granted that there are some. */
function readWithoutProperties(): void {
  const none = { toJavaScript: () => ({}) } as Properties;
  const getProperties: (this: ReadRequest) => Properties | undefined = Reflect.get(
    ReadRequest.prototype,
    'getProperties',
  );
  ReadRequest.prototype.getProperties = function () {
    return getProperties.call(this) ?? none;
  };
}

/** An object that is not there has no properties, which is not the same as none of them. */
function answerWithNothing(): void {
  const { read } = ResourceProviderService;
  const write = read.responseSerialize;
  read.responseSerialize = (response: ReadResponse): Buffer => {
    if (response.getId() === '') response.setProperties(undefined);
    return write(response);
  };
}
