import { sql, type Kysely, type RawBuilder } from 'kysely'
import { allOf, caseQuery, keyTable, markTable, narrowedByCase } from '../cases/case-list.ts'
import { askedSql } from '../db/asked.ts'
import { inPeriod } from '../db/functions.ts'
import { inScope, scope } from '../filter/scope.ts'
import { pageParam, textParam } from '../filter/search-params.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import {
  DISCORDANT,
  READING_STATES,
  type BlindReading,
  type CaseReading,
  type CasesQuery,
  type Discordant,
  type DiscordantReading,
  type Drawn,
  type ReadingMark,
  type ReadingState,
} from './cases-types.ts'

/** What the address asks beside the filter. */
export function casesQuery(search: URLSearchParams): CasesQuery {
  const outcome = textParam(search, 'outcome')
  return {
    ...caseQuery(search, READING_STATES),
    product: textParam(search, 'product'),
    finding: textParam(search, 'finding'),
    outcome: DISCORDANT.find((one) => one === outcome),
    blind_page: pageParam(search, 'blind_page'),
  }
}

export const READING = { day: 'r.day', center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }
const KEY = sql`r.center_code, r.accession_no, r.product_code, r.finding_code`

/** Whether a row of a table of cases is about the reading. */
export const isOf = (table: string) => {
  const same = (column: string) => sql`${sql.ref(`${table}.${column}`)} = ${sql.ref(`r.${column}`)}`
  return sql.join(['accession_no', 'center_code', 'product_code', 'finding_code'].map(same), sql` AND `)
}

/**
 * The discordant readings of the period, each with its state. What waits in the sample is not among them: that it is
 * discordant would tell the AI's answer.
 */
function parts(filters: Filters, marks: ReadingMark[], drawn: Drawn[]): RawBuilder<unknown> {
  return sql`${markTable('reading', marks)}, ${keyTable('drawn', 'reading', drawn)},
    discordant AS (SELECT ${KEY}, r.day, r.modality, r.scanner_id, r.product_version, r.outcome, r.score,
        r.opened_before_report, coalesce(m.state, 'open') AS state, m.assigned_to, m.due
      FROM mart.ai_reading AS r
      LEFT JOIN mark AS m ON ${isOf('m')}
      LEFT JOIN drawn AS d ON ${isOf('d')}
      WHERE ${inScope(filters, READING)} AND r.flagged <> r.reader_positive AND d.accession_no IS NULL)`
}

function narrowed(filters: Filters, query: CasesQuery): RawBuilder<unknown> {
  const { product, finding, outcome } = query
  const named = Object.entries({ product_code: product, finding_code: finding, outcome }).flatMap(([column, value]) =>
    value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`],
  )
  return allOf([...narrowedByCase(filters, query), ...named])
}

type Named = 'product' | 'finding'

export type DiscordantRow = Omit<DiscordantReading, Named | 'age_days' | 'mark' | 'history'> & {
  assigned_to: string | null
  due: string | null
  total: number
}

interface Asked {
  query: CasesQuery
  marks: ReadingMark[]
  drawn: Drawn[]
  page: number
  size: number
}

export function discordantRows(db: Kysely<Database>, filters: Filters, { query, marks, drawn, page, size }: Asked) {
  return askedSql(
    db,
    'cases.items',
    sql<DiscordantRow>`WITH ${parts(filters, marks, drawn)},
      listed AS (SELECT * FROM discordant WHERE ${narrowed(filters, query)})
      SELECT *, (SELECT count(*) FROM listed) AS total FROM listed
      ORDER BY day, center_code, accession_no, product_code, finding_code
      LIMIT ${sql.lit(size)} OFFSET ${sql.lit((page - 1) * size)}`,
  )
}

export const stateRows = (db: Kysely<Database>, filters: Filters, marks: ReadingMark[], drawn: Drawn[]) =>
  askedSql(
    db,
    'cases.counts',
    sql<{ state: ReadingState; outcome: Discordant; readings: number }>`WITH ${parts(filters, marks, drawn)}
      SELECT state, outcome, count(*) AS readings FROM discordant GROUP BY state, outcome ORDER BY state, outcome`,
  )

export type BlindRow = Omit<CaseReading, Named> & Pick<BlindReading, 'sample_id' | 'place'>

/**
 * What waits in the sample, of whatever period it was drawn: where the exam is found and what is looked for, and nothing of
 * what anybody said of it.
 */
export async function blindRows(db: Kysely<Database>, filters: Filters, drawn: Drawn[]): Promise<BlindRow[]> {
  const from = drawn.reduce((least, one) => (one.from_day < least ? one.from_day : least), filters.from)
  const to = drawn.reduce((most, one) => (one.to_day > most ? one.to_day : most), filters.to)
  const rows = await askedSql(
    db,
    'cases.blind',
    sql<Omit<BlindRow, 'sample_id' | 'place'>>`WITH ${keyTable('drawn', 'reading', drawn)}
      SELECT ${KEY}, r.day, r.modality, r.scanner_id FROM mart.ai_reading AS r JOIN drawn AS d ON ${isOf('d')}
      WHERE ${inPeriod('r.day', { from, to })} AND ${scope(filters, { ...READING })}
      ORDER BY r.accession_no, r.center_code, r.product_code, r.finding_code`,
  )
  const places = new Map(drawn.map((one) => [placeKey(one), one]))
  return rows
    .map((row) => {
      const { sample_id, place } = places.get(placeKey(row))!
      return { ...row, sample_id, place }
    })
    .sort((a, b) => a.sample_id - b.sample_id || a.place - b.place)
}

const placeKey = (row: Omit<BlindRow, 'sample_id' | 'place'> | Drawn) =>
  JSON.stringify([row.center_code, row.accession_no, row.product_code, row.finding_code])
