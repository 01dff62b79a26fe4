import type { Kysely } from 'kysely'
import { holidaysIn, type HolidayName } from '../calendar.ts'
import { localDay } from '../db/functions.ts'
import type { Filter } from '../filter/filter.ts'
import type { Database } from '../schema.ts'
import type { Day, Names, Period } from './page-types.ts'

/** Something that happened on a day and may be what a figure over time steps at. */
export type Happening =
  | { kind: 'holiday'; day: Day; name: HolidayName }
  | { kind: 'protocol_version'; day: Day; protocol_code: string; version: number }
  | ({ kind: 'intervention'; day: Day; center_code: string | null } & Names)

/** A chart with more lines than this shows nothing but lines. */
const MOST = 24

const versions = (db: Kysely<Database>, { from, to }: Period, { modality }: Pick<Filter, 'modality'>) =>
  db
    .selectFrom('protocol')
    .select(['protocol_code', 'version', 'effective_from'])
    // The first version of a protocol changes nothing.
    .where('version', '>', 1)
    .where('effective_from', '>=', localDay(from))
    .where('effective_from', '<', localDay(to))
    .$if(modality.length > 0, (q) => q.where('modality', 'in', modality))
    .orderBy('effective_from')
    .orderBy('protocol_code')
    .limit(MOST)
    .execute()

const interventions = (db: Kysely<Database>, { from, to }: Period, { center }: Pick<Filter, 'center'>) =>
  db
    .selectFrom('intervention as i')
    .leftJoin('scanner as s', 's.scanner_id', 'i.scanner_id')
    .select((eb) => [
      ...(['i.name_en', 'i.name_zh', 'i.from_date'] as const),
      eb.fn.coalesce('i.center_code', 's.center_code').as('center_code'),
    ])
    .where('i.from_date', '>=', localDay(from))
    .where('i.from_date', '<', localDay(to))
    .$if(center.length > 0, (q) => q.where((eb) => eb(eb.fn.coalesce('i.center_code', 's.center_code'), 'in', center)))
    .orderBy('i.from_date')
    .orderBy('i.name_en')
    .limit(MOST)
    .execute()

/**
 * Holidays, new protocol versions of the modalities, and named changes at the centers that began within a period, by day;
 * at most 24 of a kind. Centers are those that are named: provinces and ownership narrow nothing here.
 */
export async function happenings(
  db: Kysely<Database>,
  period: Period,
  asked: Pick<Filter, 'center' | 'modality'>,
): Promise<Happening[]> {
  const [changed, named] = await Promise.all([versions(db, period, asked), interventions(db, period, asked)])
  const all: Happening[] = [
    ...holidaysIn(period).map((holiday) => ({ kind: 'holiday' as const, ...holiday })),
    ...changed.map((row) => ({
      ...{ kind: 'protocol_version' as const, day: row.effective_from! },
      ...{ protocol_code: row.protocol_code ?? '', version: row.version ?? 0 },
    })),
    ...named.map((row) => ({
      ...{ kind: 'intervention' as const, day: row.from_date!, center_code: row.center_code },
      ...{ name_en: row.name_en ?? '', name_zh: row.name_zh ?? row.name_en ?? '' },
    })),
  ]
  return all.sort((a, b) => a.day.localeCompare(b.day))
}
