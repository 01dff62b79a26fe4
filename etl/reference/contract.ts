import { REFERENCE_FOLDER, contractOf, type Contract } from '../contracts/index.ts'
import * as tables from './tables.ts'
import type { ReferenceTable } from './tables.ts'

/** A table of reference data whatever its rows are. */
export type AnyTable = ReferenceTable<Record<string, unknown>>

const all = Object.values(tables) as unknown as AnyTable[]

/** Reference tables as source profiles name them: `reference/procedures`. */
const feeds = new Map(all.map((table) => [`${REFERENCE_FOLDER}/${table.file.replace(/\.csv$/, '')}`, table]))

/** Names under which profiles may map reference data. */
export const referenceFeeds = [...feeds.keys()]

/** The table of `reference/<name>`; undefined: there is none. */
export const referenceTableOf = (feed: string): AnyTable | undefined => feeds.get(feed)

/** What a profile may map to: the contract of a feed, or the columns of a reference table. */
export function targetOf(feed: string): Contract | undefined {
  const table = feeds.get(feed)
  return table ? contractFrom(feed, table) : contractOf(feed)
}

function contractFrom(feed: string, table: AnyTable): Contract {
  const columns = Object.entries(table.columns).map(([name, { type = 'text', allowed }]) => ({
    ...{ name, type },
    ...(allowed ? { allowed } : {}),
    ...(table.required.includes(name) ? { required: true as const } : {}),
  }))
  return { feed, key: table.key, columns, timeOrder: [] }
}
