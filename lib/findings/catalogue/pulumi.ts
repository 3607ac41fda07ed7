import { entries } from './entry';

/** Findings about values of Pulumi and the order of what it deploys. */
export const PULUMI = entries({
  MW0901: {
    level: 'error',
    title: 'An Output is given where its token belongs',
    want: 'text, in which `asString` stands for an Output',
    fix: 'write asString(output), of meshwright/pulumi',
  },
  MW0902: {
    level: 'error',
    title: 'An Output is given where planning computes or names something',
    want: 'a value that is known while the program runs',
    fix: 'give the value itself, from configuration where it differs',
  },
  MW0903: {
    level: 'error',
    title: 'A template string turned an Output into an error text',
    want: 'text, in which `asString` stands for an Output',
    fix: 'write asString(output) inside the template string',
  },
  MW0904: {
    level: 'error',
    title: 'An Output is left over in a manifest',
    want: 'manifests without Outputs, whose values only a deployment by Pulumi knows',
    fix: 'deploy it by ChartDeployment, or give the value itself',
  },
  MW0905: {
    level: 'error',
    title: 'An Output names something in a rendered object',
    want: 'names, namespaces, kinds and keys that are known while the program runs',
    fix: 'give the name itself, from configuration where it differs',
  },
  MW0906: {
    level: 'error',
    title: 'A secret is in an object that is no Secret',
    want: 'secrets in Secrets alone, since whoever may read the object reads it',
    fix: 'put it into a Secret and refer to that, or say why not: asString(output, { exposed: … })',
  },
  MW0907: {
    level: 'error',
    title: 'A workload waits for its own Service',
    want: 'a workload that starts before its Service, which waits for ready pods',
    fix: 'remove the dependency, or make the Service wait for nothing: skipAwait',
  },
  MW0908: {
    level: 'error',
    title: 'Constructs depend on each other in a circle',
    want: 'dependencies without a circle',
    fix: 'remove one of them',
  },
  MW0909: {
    level: 'error',
    title: 'Two objects of one cluster are the same object',
    want: 'one object of a kind, namespace and name',
    fix: 'rename one of them; where they go to several clusters, give each deployment its `cluster`',
  },
  MW0910: {
    level: 'error',
    title: 'A text looks like an Output, and is none of this program',
    want: 'what asString returned, as it returned it',
    fix: 'call asString in this program, and leave the text as it is',
  },
  MW0912: {
    level: 'error',
    title: 'An Output has no value',
    want: 'a value once it is known',
    fix: 'give it one: output.apply((value) => value ?? …)',
  },
  MW0911: {
    level: 'warning',
    title: 'A construct depends on something that is not deployed yet',
    want: 'dependencies within one deployment, or on what an earlier one deploys',
    fix: 'deploy both by one ChartDeployment of the app, or that one first',
  },
});
