import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import { MutualTls } from '../security/mutual-tls';
import { declareShedding, type SheddingDeclaration, type SheddingProps } from '../shedding/declare';
import { declareTraffic, type TrafficDeclaration, type TrafficProps } from '../traffic/declare';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import {
  absolutePath,
  headerName,
  instance,
  portNumber,
  read,
  readObject,
  readRequired,
  reason,
  SERVICE_NAME,
} from '../values/read';
import { refuseOutput } from '../values/read-output';
import { declareWorkload } from '../workload/declare';
import type { WorkloadDeclaration } from '../workload/declaration';
import type { WorkloadProps } from '../workload/props';
import { Operation, type Operations } from './operation';
import { parseRequest, type RequestPattern } from './request-pattern';
import {
  declareCharacter,
  type CharacterDeclaration,
  type CharacterProps,
} from './service-character';

/** Where the application serves metrics of its own. */
export interface MetricsProps {
  /** The port that serves them, 1 to 65535. */
  readonly port: number;

  /**
   * The path that serves them.
   *
   * @default '/metrics'
   */
  readonly path?: string;
}

/** A service: a workload, what it does for others, and how others reach it. */
export interface ServiceProps<O extends Operations = Operations>
  extends WorkloadProps, TrafficProps, SheddingProps, CharacterProps {
  /**
   * What the service does, by name: the targets of calls that are authorized and repeated one by one.
   *
   * @default - none: it is called as a whole, and counts as unsafe to repeat
   */
  readonly operations?: O;

  /**
   * Time that the service takes for itself, besides the calls it makes: the start of derived deadlines.
   *
   * @default - the mesh's `deadlines.ownTime`
   */
  readonly ownTime?: Duration;

  /**
   * Whether plain text is taken too.
   *
   * @default MutualTls.strict()
   */
  readonly mtls?: MutualTls;

  /**
   * Metrics of the application, which the proxy's agent merges into its own.
   *
   * @default - the proxy's metrics alone
   */
  readonly metrics?: MetricsProps;
}

/** An operation as declared. */
export interface OperationDeclaration {
  readonly name: string;
  readonly repeatability: Operation['repeatability'];
  readonly request: RequestPattern;
  readonly keyHeader: string | undefined;
}

/** A service as declared. */
export interface ServiceDeclaration {
  readonly name: string;
  readonly namespace: string;
  readonly workload: WorkloadDeclaration;
  readonly traffic: TrafficDeclaration;
  readonly shedding: SheddingDeclaration;
  readonly operations: readonly OperationDeclaration[];
  readonly ownTimeMs: number | undefined;
  readonly character: CharacterDeclaration;
  readonly permissiveReason: string | undefined;
  readonly metrics: { readonly port: number; readonly path: string | undefined } | undefined;
}

/** A service's place in the cluster. */
export interface ServicePlace {
  readonly name: string;
  readonly namespace: string;
}

/** What `props` say about the service at `place`. */
export function declareService(
  place: ServicePlace,
  given: ServiceProps,
  report: Report,
): ServiceDeclaration {
  const props = readObject(report, 'props', given ?? []) ?? {};
  const mtls = read(report, instance(MutualTls), ['mtls', props.mtls]);
  const isReasoned =
    mtls?.mode !== 'PERMISSIVE' || read(report, reason, ['mtls', mtls.reason ?? '']) !== undefined;
  return {
    name: readServiceName(report, place.name),
    namespace: place.namespace,
    workload: declareWorkload(props, report),
    traffic: declareTraffic(props, report),
    shedding: declareShedding(props, report),
    operations: declareOperations(props.operations, report),
    ownTimeMs: readDuration(report, 'ownTime', props.ownTime),
    character: declareCharacter(props, report),
    permissiveReason: isReasoned ? mtls?.reason : undefined,
    metrics: declareMetrics(report, props.metrics),
  };
}

/** The id of a construct as a Service's name. */
export function readServiceName(report: Report, name: string): string {
  if (refuseOutput(report, ['id', name]) || SERVICE_NAME.test(name)) return name;
  report('MW0108', { prop: 'id', got: describe(name) });
  return name;
}

/** The valid operations, sorted by name. */
export function declareOperations(
  operations: Operations | undefined,
  report: Report,
): readonly OperationDeclaration[] {
  return Object.entries(readObject(report, 'operations', operations) ?? {})
    .flatMap(([name, operation]) => declareOperation(report, name, operation))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function declareOperation(report: Report, name: string, given: Operation): OperationDeclaration[] {
  const prop = `operations.${name}`;
  const operation = read(report, instance<Operation>(Operation), [prop, given]);
  if (operation === undefined) return [];
  const { repeatability, keyHeader } = operation;
  if (refuseOutput(report, [prop, operation.request])) return [];
  const request =
    typeof operation.request === 'string' ? parseRequest(operation.request) : undefined;
  if (request === undefined) {
    report('MW0401', { prop, got: describe(operation.request) });
    return [];
  }
  if (repeatability === 'keyed') read(report, headerName, [`${prop}.keyHeader`, keyHeader ?? '']);
  return [
    {
      name,
      repeatability,
      request,
      keyHeader: typeof keyHeader === 'string' ? keyHeader.toLowerCase() : undefined,
    },
  ];
}

function declareMetrics(
  report: Report,
  metrics: MetricsProps | undefined,
): ServiceDeclaration['metrics'] {
  if (metrics === undefined) return undefined;
  const port = readRequired(report, portNumber, ['metrics.port', metrics.port]);
  const path = read(report, absolutePath, ['metrics.path', metrics.path]);
  return port === undefined ? undefined : { port, path };
}
