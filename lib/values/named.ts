/** Anything with the name of a Kubernetes object: a cdk8s-plus construct, or the name itself. */
export type Named = string | { readonly name: string };
