/**
 * What the published tables looked like at each version, by hash, oldest first: `npm run schema` adds a line when they have
 * changed. Lines are never changed. Version 1 stood for several shapes.
 */
// prettier-ignore
export const SHAPES: readonly string[] = [
  'several',
  'e3904f248efc2ff5',
  '848c9e45f596735c',
]
