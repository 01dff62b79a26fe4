import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import { FilterError, type Filter } from './filter.ts'
import { filterIssue } from './problems.ts'

export interface CenterPlace {
  center_code: string
  province: string | null
  ownership: string | null
}

/** Every center of the reference data with the groups that it belongs to. */
export function centerPlaces(db: Kysely<Database>): Promise<CenterPlace[]> {
  return oncePerSnapshot(db, 'center places', async () => {
    const rows = db.selectFrom('center').select(['center_code', 'province', 'ownership']).orderBy('center_code')
    return (await rows.execute()).map((row) => ({ ...row, center_code: row.center_code ?? '' }))
  })
}

/**
 * Codes of the centers that the filter names, itself or by province and kind of ownership; empty where it names none of
 * these, which means all.
 * @throws {FilterError} where no center is left, since an empty list would show the whole network
 */
export async function centersOf(db: Kysely<Database>, filter: Filter): Promise<string[]> {
  const { center, province, ownership } = filter
  if (!province && !ownership) return center
  const among = (values: string[] | undefined, value: string | null) =>
    !values || (value !== null && values.includes(value))
  const found = (await centerPlaces(db)).filter(
    (c) =>
      among(province, c.province) &&
      among(ownership, c.ownership) &&
      (center.length === 0 || center.includes(c.center_code)),
  )
  if (found.length > 0) return found.map((c) => c.center_code)
  const field = province ? 'province' : 'ownership'
  throw new FilterError([filterIssue(field, 'no_center')])
}

/** Provinces and kinds of ownership that centers have, in order. */
export async function centerGroups(db: Kysely<Database>): Promise<{ provinces: string[]; ownerships: string[] }> {
  const places = await centerPlaces(db)
  const kinds = (of: (place: CenterPlace) => string | null) => [...new Set(places.flatMap((p) => of(p) ?? []))].sort()
  return { provinces: kinds((p) => p.province), ownerships: kinds((p) => p.ownership) }
}
