import { reportAt, type Finding } from '../findings/finding';
import type { MeshPlan } from '../mesh/plan';
import { COMPUTED, DEFAULT, firstGiven, type Layers } from '../traffic/layers';
import { groupBy } from '../values/group-by';
import type { DeadlinePlan, ResolvedCall } from './edge';
import type { TargetPlan } from './target';
import { waitingTime } from './waiting';

/** The deadline of each call that carries requests, and of each target when nobody gave one. */
export interface Deadlines {
  of(call: ResolvedCall): DeadlinePlan | undefined;
  /** What the target needs: its own time and the deadlines of what it calls, capped. */
  needOf(target: TargetPlan): DeadlinePlan;
}

interface Derivation {
  readonly mesh: MeshPlan;
  readonly findings: Finding[];
  /** Calls that carry requests, by the path of the service that makes them. */
  readonly callsOf: ReadonlyMap<string, readonly ResolvedCall[]>;
  readonly needs: Map<string, Need>;
  /** The calls to services whose need is being derived, by the path of the callee, outermost first. */
  readonly open: Map<string, ResolvedCall>;
}

/**
 * Derives deadlines from the bottom up: a caller waits for the callee's own time and for all that the callee waits
 * for, one call after the other. A cycle in which no call has a deadline of its own has no answer, and is reported.
 */
export function deriveDeadlines(
  calls: readonly ResolvedCall[],
  mesh: MeshPlan,
  findings: Finding[],
): Deadlines {
  const derivation: Derivation = {
    mesh,
    findings,
    callsOf: groupBy(
      calls.filter(({ port, caller }) => port.family === 'http' && caller.path !== undefined),
      ({ caller }) => caller.path ?? '',
    ),
    needs: new Map(),
    open: new Map(),
  };
  return {
    of: (call) => (call.port.family === 'http' ? deadlineOf(derivation, call) : undefined),
    needOf: (target) => limited(needOf(derivation, target), target.layers, mesh),
  };
}

function deadlineOf(derivation: Derivation, call: ResolvedCall): DeadlinePlan {
  const given = firstGiven(call.layers, ({ timeoutMs }) => timeoutMs);
  if (given !== undefined) {
    const { value: ms, origin: from } = given;
    return { ms, origin: 'declared', from, neededMs: ms };
  }
  const { open, mesh } = derivation;
  const { path } = call.target;
  if (open.has(path)) {
    const calls = [...open.values()];
    const start = calls.findIndex(({ target }) => target.path === path);
    reportCycle(derivation, [...calls.slice(start), call]);
    const { maxDeadlineMs: ms } = mesh;
    return { ms, origin: 'cyclic', from: COMPUTED, neededMs: ms };
  }
  open.set(path, call);
  const need = needOf(derivation, call.target);
  open.delete(path);
  return limited(need, call.layers, mesh);
}

/** What a target needs, before anybody limits it. */
interface Need {
  readonly ms: number;
  readonly isCyclic: boolean;
}

/** The need, as far as the layers admit it. */
function limited({ ms, isCyclic }: Need, layers: Layers, mesh: MeshPlan): DeadlinePlan {
  const maximum = firstGiven(layers, ({ maxTimeoutMs }) => maxTimeoutMs) ?? {
    value: mesh.maxDeadlineMs,
    origin: mesh.isGiven.maxDeadline ? { level: 'mesh', profile: undefined } : DEFAULT,
  };
  const isCapped = ms > maximum.value;
  return {
    ms: Math.min(ms, maximum.value),
    origin: isCyclic ? 'cyclic' : isCapped ? 'capped' : 'derived',
    from: isCapped ? maximum.origin : COMPUTED,
    neededMs: ms,
  };
}

function needOf(derivation: Derivation, target: TargetPlan): Need {
  const known = derivation.needs.get(target.path);
  if (known !== undefined) return known;
  const { mesh, callsOf, needs } = derivation;
  const calls = callsOf.get(target.path) ?? [];
  const deadlines = calls.map((call) => {
    const { ms, origin } = deadlineOf(derivation, call);
    return { target: call.target.path, ms, origin, ...call.pattern };
  });
  const need = {
    ms: (target.ownTimeMs ?? mesh.ownTimeMs) + waitingTime(deadlines),
    isCyclic: deadlines.some(({ origin }) => origin === 'cyclic'),
  };
  needs.set(target.path, need);
  return need;
}

function reportCycle({ findings }: Derivation, cycle: readonly ResolvedCall[]): void {
  const names = cycle.map(({ target }) => target.name);
  // start at the smallest name, so that the text does not depend on where the walk began
  const ring = names.slice(1);
  const first = ring.indexOf([...ring].sort()[0] ?? '');
  const turned = [...ring.slice(first), ...ring.slice(0, first)];
  const text = [...turned, turned[0]].join(' → ');
  const at = cycle.find(({ caller }) => caller.name === turned[0]) ?? cycle[0];
  if (at === undefined) return;
  reportAt(at.path, findings)('MW0410', {
    prop: `${at.prop}.timeout`,
    got: `a cycle without a deadline, ${text}`,
  });
}
