import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import { FilterError, type Filter } from './filter.ts'
import { filterIssue } from './problems.ts'

type Field = 'center' | 'modality' | 'scanner'

const codes = (rows: { code: string | null }[]) => rows.map(({ code }) => code)

/** Codes of the reference data, and those that data came under without it. */
function knownCodes(db: Kysely<Database>): Promise<Record<Field, Set<string | null>>> {
  return oncePerSnapshot(db, 'known codes', async () => {
    const distinct = (table: 'center' | 'scanner' | 'exam' | 'mart.center_day' | 'mart.center_month', column: string) =>
      db
        .selectFrom(table)
        .select((eb) =>
          eb
            .ref(column as never)
            .$castTo<string | null>()
            .as('code'),
        )
        .distinct()
        .execute()
    const [center, scanner, modality] = await Promise.all([
      Promise.all([
        distinct('center', 'center_code'),
        distinct('exam', 'center_code'),
        distinct('mart.center_day', 'center_code'),
        distinct('mart.center_month', 'center_code'),
      ]),
      Promise.all([distinct('scanner', 'scanner_id'), distinct('exam', 'scanner_id')]),
      Promise.all([
        distinct('scanner', 'modality'),
        distinct('exam', 'modality'),
        distinct('mart.center_day', 'modality'),
      ]),
    ])
    const all = (lists: { code: string | null }[][]) => new Set(lists.flatMap(codes))
    return { center: all(center), scanner: all(scanner), modality: all(modality) }
  })
}

/** Zeros of a center that nobody has heard of would be read as a center that stands still. @throws {FilterError} */
export async function requireKnown(db: Kysely<Database>, filter: Filter, fields: readonly Field[]): Promise<void> {
  const asked = fields.filter((field) => filter[field].length > 0)
  if (asked.length === 0) return
  const known = await knownCodes(db)
  // Where nothing came that has such a code, nobody can tell.
  const judged = asked.filter((field) => known[field].size > 0)
  const unknown = judged.flatMap((field) =>
    filter[field].filter((code) => !known[field].has(code)).map((code) => filterIssue(field, 'unknown_code', { code })),
  )
  if (unknown.length > 0) throw new FilterError(unknown)
}
