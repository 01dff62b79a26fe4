import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { latest } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Database } from '../schema.ts'
import { nameOf } from '../page/names.ts'
import type { CenterInfo, CenterPage } from './center-types.ts'
import type { Filters } from '../page/page-types.ts'

/** Undefined when the reference data does not know the center. */
export async function centerInfo(db: Kysely<Database>, code: string): Promise<CenterInfo | undefined> {
  const row = await db.selectFrom('center').selectAll().where('center_code', '=', code).executeTakeFirst()
  if (!row) return undefined
  return {
    center_code: code,
    ...nameOf([{ code, name_en: row.name_en, name_zh: row.name_zh }])(code),
    province: row.province,
    city: row.city,
    longitude: row.longitude,
    latitude: row.latitude,
    ownership: row.ownership,
    time_zone: row.time_zone ?? 'Asia/Shanghai',
    opened_on: row.opened_on,
    closed_on: row.closed_on,
  }
}

/** Fault events of the period by scanner, severity and code, the most frequent first; days are the center's own. */
export async function faultRows(db: Kysely<Database>, filters: Filters): Promise<CenterPage['faults']> {
  return db
    .selectFrom('scanner_fault as f')
    .innerJoin('scanner as s', 's.scanner_id', 'f.scanner_id')
    .where(inScope(filters, { day: 'f.day', center: 'f.center_code', modality: 's.modality', scanner: 'f.scanner_id' }))
    .select(['f.scanner_id', 'f.severity', 'f.code', sql<number>`count(*)`.as('events'), latest('f.at').as('last_at')])
    .groupBy(['f.scanner_id', 'f.severity', 'f.code'])
    .orderBy('events', 'desc')
    .orderBy('f.scanner_id')
    .orderBy('f.code')
    .limit(50)
    .$castTo<CenterPage['faults'][number]>()
    .$call(asked('center.faults'))
}

/** The share in force on a day, by the newest dated term, else by the center's own row; null when nobody says. */
export async function partnerShare(db: Kysely<Database>, code: string, day: string): Promise<number | null> {
  const [term, center] = await Promise.all([
    db
      .selectFrom('partner_terms')
      .select('partner_share')
      .where('center_code', '=', code)
      .where('effective_from', '<=', sql<string>`CAST(${day} AS DATE)`)
      .orderBy('effective_from', 'desc')
      .executeTakeFirst(),
    db.selectFrom('center').select('partner_share').where('center_code', '=', code).executeTakeFirst(),
  ])
  return term?.partner_share ?? center?.partner_share ?? null
}
