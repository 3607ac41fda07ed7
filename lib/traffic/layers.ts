import type { PolicyDeclaration, ProfileDeclaration } from './policy';

/** Who said what a value is. */
export interface Origin {
  /** `computed` is worked out from other values; `default` is ours. */
  readonly level: 'call' | 'callee' | 'namespace' | 'mesh' | 'computed' | 'default';
  /** The profile set at this level, where the value comes from one. */
  readonly profile: string | undefined;
}

/** What one level says. */
export interface Layer {
  readonly origin: Origin;
  readonly policy: PolicyDeclaration;
}

/** What each level says, the most specific first. */
export type Layers = readonly Layer[];

/** Nobody said anything. */
export const DEFAULT: Origin = { level: 'default', profile: undefined };

/** It follows from other values. */
export const COMPUTED: Origin = { level: 'computed', profile: undefined };

/** The layers of one level: its own values before those of its profile. */
export function layersOf(
  level: Origin['level'],
  given: {
    readonly policy?: PolicyDeclaration | undefined;
    readonly profile?: ProfileDeclaration | undefined;
  },
): Layers {
  const { policy, profile } = given;
  const layers: Layer[] = [];
  if (policy !== undefined) layers.push({ origin: { level, profile: undefined }, policy });
  if (profile !== undefined) {
    layers.push({ origin: { level, profile: profile.name }, policy: profile.policy });
  }
  return layers;
}

/** A value and who said so. */
export interface Given<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The value of the most specific layer that has one. */
export function firstGiven<T>(
  layers: Layers,
  valueOf: (policy: PolicyDeclaration) => T | undefined,
): Given<T> | undefined {
  for (const { origin, policy } of layers) {
    const value = valueOf(policy);
    if (value !== undefined) return { value, origin };
  }
  return undefined;
}

/** Where the values of a plan come from, by the names of its fields. */
export type Origins = Readonly<Record<string, Origin>>;

/** An origin in words, for people: `profile batch of the mesh`. */
export function originText({ level, profile }: Origin): string {
  const words = {
    call: 'the call',
    callee: 'the service',
    namespace: 'the namespace',
    mesh: 'the mesh',
    computed: 'computed',
    default: 'default',
  };
  return profile === undefined ? words[level] : `profile ${profile} of ${words[level]}`;
}

/** Resolves values layer by layer, and keeps who said each of them. */
export class Resolution {
  private readonly kept: Record<string, Origin> = {};

  public constructor(private readonly layers: Layers) {}

  /** The value called `name`, or undefined where no layer has one. */
  public find<T>(
    name: string,
    valueOf: (policy: PolicyDeclaration) => T | undefined,
  ): T | undefined {
    const given = firstGiven(this.layers, valueOf);
    if (given !== undefined) this.kept[name] = given.origin;
    return given?.value;
  }

  /** The value called `name`; `otherwise` where no layer has one. */
  public choose<T>(
    name: string,
    valueOf: (policy: PolicyDeclaration) => T | undefined,
    otherwise: { readonly value: T; readonly origin?: Origin },
  ): T {
    const found = this.find(name, valueOf);
    if (found !== undefined) return found;
    this.kept[name] = otherwise.origin ?? DEFAULT;
    return otherwise.value;
  }

  /** Remembers that `value`, called `name`, follows from others. */
  public compute<T>(name: string, value: T): T {
    return this.keep(name, value, COMPUTED);
  }

  /** Remembers who said that `name` is `value`. */
  public keep<T>(name: string, value: T, origin: Origin): T {
    this.kept[name] = origin;
    return value;
  }

  /** Where each value came from, by name. */
  public get origins(): Origins {
    return this.kept;
  }
}
