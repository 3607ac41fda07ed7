/**
 * Deploys charts by Pulumi. Nothing here yet but the entry point's name, so that imports never have to move.
 *
 * @module
 */
export {};
