import type { Kysely } from 'kysely'
import { caseKey, newestOf, saidByCase } from '../cases/case-list.ts'
import { NO_CASES } from '../cases/case-types.ts'
import { asked } from '../db/asked.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import { daysBetween } from '../filter/days.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { inScope } from '../filter/scope.ts'
import { answer } from '../page/answer.ts'
import { findingNames } from '../page/names.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { adjudicated, judgedRows } from './adjudicated.ts'
import { blindRows, discordantRows, stateRows, type DiscordantRow } from './cases-list.ts'
import {
  READING_STATES,
  type CasesPage,
  type CasesQuery,
  type DiscordantReading,
  type ReadingMark,
  type ReadingMarks,
  type ReadingState,
} from './cases-types.ts'
import { catalogue } from './products.ts'

export const NO_READINGS: ReadingMarks = { ...NO_CASES, drawn: [] }

/** Products with a run in the period: what a sample can be drawn from. */
async function productsRead(db: Kysely<Database>, filters: Filters): Promise<string[]> {
  const rows = await db
    .selectFrom('mart.ai_run_day as r')
    .select('r.product_code')
    .distinct()
    .where(inScope(filters, { day: 'r.day', center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }))
    .orderBy('r.product_code')
    .$call(asked('cases.products'))
  return rows.map(({ product_code }) => product_code)
}

function itemOf(
  { total: _total, assigned_to: _who, due: _due, ...row }: DiscordantRow,
  { to }: Filters,
  said: Map<string, ReadingMark[]>,
): Omit<DiscordantReading, 'product' | 'finding'> {
  const [mark = null, ...history] = said.get(caseKey('reading', row)) ?? []
  return { ...row, age_days: daysBetween(row.day, to), mark, history }
}

function countsOf(rows: { state: ReadingState; readings: number }[]): Record<ReadingState, number> {
  const of = (state: ReadingState) =>
    rows.filter((row) => row.state === state).reduce((sum, { readings }) => sum + readings, 0)
  return Object.fromEntries(READING_STATES.map((state) => [state, of(state)])) as Record<ReadingState, number>
}

/**
 * Readings in which AI and radiologist disagree, the oldest first, with what adjudicators said; the readings of the sample that
 * wait to be judged without the AI's answer, which stands nowhere on the page; and what the judgements say of each product.
 * `size`: rows of a page of the list.
 */
export function casesPage(
  reader: WarehouseReader,
  filter: Filter,
  query: CasesQuery,
  { marks: all, drawn, revision, may_mark, people }: ReadingMarks,
  size = PAGE_SIZE,
): Promise<Answer<CasesPage>> {
  const options = { query, revision, may_mark, people, size }
  const page = { name: 'cases', filter: compareNothing(filter), options, needs: ['exams', 'ai_results'] as const }
  return answer(reader, { ...page, needs: [...page.needs] }, async ({ db, filters }) => {
    const said = saidByCase('reading', all)
    const marks = newestOf(said)
    const number = pageNumber(query.page)
    const [rows, states, waiting, judged, codes, products, finding] = await Promise.all([
      discordantRows(db, filters, { query, marks, drawn, page: number, size }),
      stateRows(db, filters, marks, drawn),
      blindRows(db, filters, drawn),
      judgedRows(db, filters, marks),
      productsRead(db, filters),
      catalogue(db),
      findingNames(db),
    ])
    const named = <Row extends { product_code: string; finding_code: string }>(row: Row) => {
      return { ...row, product: products.nameOf(row.product_code), finding: finding(row.finding_code) }
    }
    const items = rows.map((row) => named(itemOf(row, filters, said)))
    const blindPage = pageNumber(query.blind_page)
    const blind = waiting
      .slice((blindPage - 1) * size, blindPage * size)
      .map((row) => ({ ...named(row), mark: said.get(caseKey('reading', row))?.[0] ?? null }))
    return {
      items: { ...paged(items, rows[0]?.total ?? 0, number), page_size: size },
      blind: { ...paged(blind, waiting.length, blindPage), page_size: size },
      query,
      counts: countsOf(states),
      adjudicated: adjudicated(judged, products.nameOf, finding),
      products: codes.map((product_code) => ({ product_code, ...products.nameOf(product_code) })),
      ...{ revision, may_mark, people },
    }
  })
}
