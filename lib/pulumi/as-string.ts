import * as pulumi from '@pulumi/pulumi';
import { tokenFor, type StringOrToken } from '../values/token';

/** What `asString` takes besides the value. */
export interface AsStringOptions {
  /**
   * Why a secret may stand in an object that is no Secret, where whoever may read the object reads it. The reason
   * becomes an annotation of that object. Pulumi goes on to encrypt the value in its state.
   *
   * @default - a secret in anything but a Secret is refused
   */
  readonly exposed?: string;
}

/** A value that is text, or can be written as text without loss. */
export type Textual = string | number | boolean;

const known = new WeakMap<object, Map<string | undefined, string>>();

/**
 * A text that stands for `value`, in every property whose value is only passed on: those whose type says
 * {@link StringOrToken}, the data of a Secret, texts of cdk8s-plus and of an ApiObject; alone or inside a template string.
 *
 * {@link ChartDeployment} puts the value back, as Output: unknown in a preview, secret where it is one, and with the
 * resources that it depends on. Whatever planning computes with, and names, refuse the text. One Output has one text.
 *
 * A `value` that is no Output comes back as it is. An Output without a value (`undefined` or `null`) fails the deployment.
 */
export function asString(
  value: pulumi.Input<Textual>,
  options: AsStringOptions = {},
): StringOrToken {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return String(value);
  const { exposed } = options;
  if (exposed !== undefined && exposed.trim() === '') {
    throw new Error('asString: `exposed` takes a reason that a reader of the manifest understands');
  }
  const tokens = known.get(value) ?? new Map<string | undefined, string>();
  known.set(value, tokens);
  const token = tokens.get(exposed) ?? tokenFor({ kind: 'value', value: textOf(value), exposed });
  tokens.set(exposed, token);
  return token;
}

function textOf(value: pulumi.Input<Textual>): pulumi.Output<string | undefined> {
  return pulumi
    .output(value)
    .apply((resolved: Textual | null | undefined) =>
      resolved === undefined || resolved === null ? missing() : String(resolved),
    );
}

/** In a preview, what a provider leaves out may be there once the resource is made. */
function missing(): undefined {
  return pulumi.runtime.isDryRun() ? (pulumi.unknown as unknown as undefined) : undefined;
}
