import type { SqlSchema } from '../console-types.ts'

/** What a column means, by its name. */
export type Meanings = Readonly<Record<string, string>>

/** Of those names that mean the same wherever the published tables have them. */
export function meaningsOf(schema: SqlSchema | null): Meanings {
  const found = new Map<string, string | null>()
  for (const { name, comment } of schema?.tables.flatMap(({ columns }) => columns) ?? [])
    found.set(name, found.has(name) && found.get(name) !== comment ? null : comment)
  return Object.fromEntries([...found].filter((entry): entry is [string, string] => entry[1] !== null))
}
