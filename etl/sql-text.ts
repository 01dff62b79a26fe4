/** Text as an SQL literal, for statements that cannot take it as a parameter. */
export const literal = (value: string) => `'${value.replaceAll("'", "''")}'`

/** A path as the engine must be given it, to read that file and no other: it takes `[ ] * ?` for a pattern. */
export const exactPath = (path: string): string => path.replace(/[[*?]/g, '[$&]')

/** SQL list of paths. */
export const pathList = (paths: string[]): string => `[${paths.map((path) => literal(exactPath(path))).join(', ')}]`
