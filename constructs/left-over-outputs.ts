import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { reportAt, type Finding } from '../lib/findings/finding';
import { STRINGIFIED_TEXT } from '../lib/values/read-output';
import { withoutTokens } from '../lib/values/token';
import { stringifiedIn, tokensIn } from '../lib/values/tokens-in';

/**
 * A finding for each text below `root` that waits for an Output, which only a deployment by Pulumi has, or that was made
 * of one by a template string.
 */
export function leftOverOutputs(root: IConstruct): readonly Finding[] {
  const findings: Finding[] = [];
  for (const object of root.node.findAll().filter((each) => ApiObject.isApiObject(each))) {
    // an object of ours is told by the construct that the user wrote
    const report = reportAt(object.node.scope?.node.path ?? '', findings);
    const manifest: unknown = object.toJson();
    const propOf = (field: string): string =>
      `${object.kind} ${object.name}: ${withoutTokens(field)}`;
    for (const { field, text } of tokensIn(manifest)) {
      report('MW0904', { prop: propOf(field), got: JSON.stringify(withoutTokens(text)) });
    }
    for (const { field } of stringifiedIn(manifest)) {
      report('MW0903', { prop: propOf(field), got: STRINGIFIED_TEXT });
    }
  }
  return findings;
}
