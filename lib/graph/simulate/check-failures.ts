import { groupBy } from '../../values/group-by';
import { reachableFrom } from '../analysis/reach';
import { at, numberOf, type Structure } from '../analysis/structure';
import { listText } from '../analysis/text';
import type { NodeModel, SystemModel } from '../model';
import { lostZones, type Failure } from './failure';
import { SimulationError } from './simulation-error';

/** The ends of the call that is asked about, and what is wrong meanwhile. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly failures: readonly Failure[];
}

type ServiceFailure = Exclude<Failure, { readonly kind: 'zone-lost' }>;

/** Refuses failures that cannot be, or that could not show: an answer to a mistyped question is a wrong one. */
export function checkFailures(structure: Structure, { from, to, failures }: Question): void {
  checkZones(structure.model, failures);
  const ofServices = failures.filter((failure) => failure.kind !== 'zone-lost');
  for (const [service, about] of groupBy(ofServices, (failure) => failure.service)) {
    const number = structure.numberOf.get(service);
    if (number === undefined) throw new SimulationError(absenceText(structure, service));
    checkTogether(service, about);
    checkEffect(structure, { from, to, service });
    for (const failure of about) checkOne(structure, number, failure);
    checkPods(at(structure.nodes, number), about);
  }
}

/** `there is no pay; there are shop/orders, shop/payments`. */
export function absenceText({ nodes }: Structure, id: string): string {
  return `there is no ${id}; there are ${listText(nodes.map((node) => node.id).sort())}`;
}

function checkZones({ zones, nodes }: SystemModel, failures: readonly Failure[]): void {
  const named = nodes.flatMap(({ places }) => (places?.kind === 'zones' ? places.names : []));
  const known = [...new Set([...zones.map(({ zone }) => zone), ...named])].sort();
  const lost = lostZones(failures);
  lost.forEach((zone, index) => {
    if (!known.includes(zone)) {
      const there = known.length === 0 ? 'the mesh names none' : `there are ${known.join(', ')}`;
      throw new SimulationError(`there is no zone ${zone}; ${there}`);
    }
    if (lost.indexOf(zone) !== index)
      throw new SimulationError(`${zone} is lost twice: say it once`);
  });
}

/** Only hosts that are down add up; anything else is said once, and of a service that is gone nothing more. */
function checkTogether(service: string, about: readonly ServiceFailure[]): void {
  const single = about.filter(({ kind }) => kind !== 'host-down');
  const isGone = single.some(({ kind }) => kind === 'gone');
  if (isGone && about.length > 1) {
    const others = about.map(({ kind }) => kind).filter((kind) => kind !== 'gone');
    const more = others.length === 0 ? 'gone again' : [...new Set(others)].join(' and ');
    throw new SimulationError(`${service} is gone, and cannot be ${more} as well: say one`);
  }
  for (const kind of ['failing', 'slow'] as const) {
    if (single.filter((failure) => failure.kind === kind).length < 2) continue;
    throw new SimulationError(`${service} is ${kind} twice: say it once`);
  }
}

function checkEffect(
  structure: Structure,
  { from, to, service }: { readonly from: string; readonly to: string; readonly service: string },
): void {
  const number = structure.numberOf.get(service) ?? -1;
  if (at(structure.into, number).length === 0 && service !== from) {
    throw new SimulationError(`nothing calls ${service}: what is wrong there cannot show`);
  }
  if (service === from && !reachableFrom(structure, [numberOf(structure, to)]).has(number)) {
    throw new SimulationError(
      `${service} asks: what is wrong there has no effect on what it is answered`,
    );
  }
}

function checkOne(structure: Structure, number: number, failure: ServiceFailure): void {
  const { service, kind } = failure;
  if (kind !== 'failing' && kind !== 'slow') return;
  const isAnswering = at(structure.into, number).some(({ edge }) => edge.carriesRequests);
  if (!isAnswering) {
    throw new SimulationError(
      `${service} cannot be ${kind}: calls to it are connections, which the mesh sees no answers on; it can be gone, or have a host down`,
    );
  }
  if (kind === 'slow' && !(failure.ms > 0 && failure.ms < Infinity)) {
    throw new SimulationError(`${service} cannot be slow by ${failure.ms} ms: want more than 0`);
  }
  if (kind === 'failing' && !isFailureStatus(failure.status)) {
    throw new SimulationError(
      `${service} cannot fail with ${failure.status}: want a status from 400 to 599`,
    );
  }
}

function isFailureStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 400 && status <= 599;
}

function checkPods({ id, pods, endpoints }: NodeModel, about: readonly ServiceFailure[]): void {
  const down = about.filter(({ kind }) => kind === 'host-down').length;
  const hosts = pods.length === 0 ? (endpoints ?? 1) : pods.reduce((sum, { min }) => sum + min, 0);
  if (down <= hosts) return;
  const counted = hosts === 1 ? 'one host' : `${hosts} hosts`;
  throw new SimulationError(
    `${id} has ${counted}, and ${down} cannot be down: say that it is gone`,
  );
}
