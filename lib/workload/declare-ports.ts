import { RESERVED_PORTS } from '../conventions/istio';
import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { instance, portNumber, read, readRequired, readObject } from '../values/read';
import { refuseOutput } from '../values/read-output';
import type { PortDeclaration } from './declaration';
import { Port, PROTOCOLS, familyOf } from './port';
import type { WorkloadProps } from './props';

// the limit of a container port's name, RFC 6335
const MAX_PORT_NAME = 15;
// IANA_SVC_NAME, which Kubernetes asks of container ports, knows no two dashes in a row
const PORT_KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The valid ports of `props`, sorted by number. */
export function declarePorts(
  props: Pick<WorkloadProps, 'port' | 'ports'>,
  report: Report,
): readonly PortDeclaration[] {
  const named = Object.entries(readObject(report, 'ports', props.ports) ?? {});
  if (props.port !== undefined && props.ports !== undefined) {
    report('MW0105', { prop: 'ports', got: 'both `port` and `ports`' });
  }
  const single: [string | undefined, number | Port][] =
    props.port === undefined ? [] : [[undefined, props.port]];
  const ports = [...single, ...named].flatMap(([key, port]) => declarePort(report, key, port));
  reportDuplicates(report, ports);
  return ports.sort((a, b) => a.number - b.number);
}

/** A port given by number or value; undefined where it is invalid. */
export function declarePort(
  report: Report,
  key: string | undefined,
  given: number | Port,
): PortDeclaration[] {
  const prop = key === undefined ? 'port' : `ports.${key}`;
  const port = typeof given === 'object' ? read(report, instance(Port), [prop, given]) : given;
  if (port === undefined) return [];
  const { protocol, number, targetPort } = typeof port === 'object' ? port : httpPort(port);
  if (!PROTOCOLS.includes(protocol)) {
    report('MW0102', { prop, got: describe(protocol), args: { protocols: PROTOCOLS.join(', ') } });
    return [];
  }
  const areNumbersValid = [number, targetPort].every(
    (value, index) =>
      (index === 1 && value === number) ||
      readRequired(report, portNumber, [index === 0 ? prop : `${prop}.targetPort`, value]) !==
        undefined,
  );
  if (!areNumbersValid || !isFree(report, prop, targetPort)) return [];
  const name = portName(report, { key, prop, protocol });
  return [{ key, name, protocol, family: familyOf(protocol), number, targetPort }];
}

function httpPort(number: number): Pick<Port, 'protocol' | 'number' | 'targetPort'> {
  return { protocol: 'http', number, targetPort: number };
}

function isFree(report: Report, prop: string, targetPort: number): boolean {
  if (!RESERVED_PORTS.includes(targetPort)) return true;
  report('MW0103', {
    prop,
    got: String(targetPort),
    args: { reserved: RESERVED_PORTS.join(', ') },
  });
  return false;
}

function portName(
  report: Report,
  { key, prop, protocol }: { key: string | undefined; prop: string; protocol: string },
): string {
  if (key === undefined || key === protocol) return protocol;
  const name = `${protocol}-${key}`;
  if (refuseOutput(report, ['ports', key])) return protocol;
  if (PORT_KEY.test(key) && name.length <= MAX_PORT_NAME) return name;
  report('MW0104', {
    prop,
    got: describe(key),
    args: { length: MAX_PORT_NAME - protocol.length - 1 },
  });
  return protocol;
}

function reportDuplicates(report: Report, ports: readonly PortDeclaration[]): void {
  ports.forEach((port, index) => {
    const twin = ports
      .slice(0, index)
      .find(({ number, targetPort }) => number === port.number || targetPort === port.targetPort);
    if (twin === undefined) return;
    const got = `${port.number} to ${port.targetPort}, beside ${twin.number} to ${twin.targetPort}`;
    report('MW0106', { prop: `ports.${port.key ?? port.name}`, got });
  });
}
