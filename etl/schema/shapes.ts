/**
 * What the published tables looked like at each version, by hash, oldest first: `npm run schema` adds a line when they have
 * changed. Lines are never changed. Version 1 stood for several shapes.
 */
// prettier-ignore
export const SHAPES: readonly string[] = [
  'several',
  'ec559866a96f2567',
  '0b42065275668a2c',
]
