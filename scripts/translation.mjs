/** How TypeScript becomes JavaScript: modules of the oldest Node that package.json allows, with source maps. */
export const TRANSLATION = {
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};
