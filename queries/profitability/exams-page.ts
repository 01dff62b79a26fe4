import type { Kysely } from 'kysely'
import type { WarehouseReader } from '../db/snapshot.ts'
import { addDays } from '../filter/days.ts'
import type { Filter } from '../filter/filter.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { figure, none } from '../metric/estimate.ts'
import type { Measured } from '../metric/measure.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Feed, Figures, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { examBridge } from './exam-bridge.ts'
import { againstOf, type ComparedBooks } from './comparable-books.ts'
import { EXAM_MONEY, examMoneyByPayer, examMoneyCompared, examMoneyRows } from './exam-money.ts'
import type { ExamMoneyMetric, ExamsPage } from './exams-types.ts'
import { GRACE_DAYS, leakage, leakItems } from './leakage.ts'
import { losses } from './losses.ts'
import { lowestExams } from './lowest-exams.ts'
import { resolveBooks } from './period.ts'
import { notCompared } from './profitability-figures.ts'
import { scannerHours } from './scanner-hours.ts'

/** Whole months as the profit and loss has them; single exams follow modality and scanner all the same. */
async function resolveExams(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Filters> {
  const books = await resolveBooks(db, filter, publishedAt)
  return { ...books, modality: filter.modality, scanner: filter.scanner, ignored: [] }
}

/** Closed months against closed months of the same centers, as all figures of money. */
function figuresOf(
  all: Measured<ExamMoneyMetric> | undefined,
  compared: ComparedBooks<ExamMoneyMetric> | null,
  filters: Filters,
) {
  const provisional = filters.basis === null
  const entries = EXAM_MONEY.map((metric) => {
    const estimate = all?.figures[metric.id] ?? none('no_denominator')
    const against = compared ? againstOf(metric, compared) : notCompared(filters, provisional)
    return [metric.id, figure(metric, estimate, against, { provisional })]
  })
  return Object.fromEntries(entries) as Figures<ExamMoneyMetric>
}

interface Options {
  /** Whether single exams may be shown. */
  persons: boolean
  /** Page of the leaks one by one. */
  page: number | undefined
}

/** What exams bring and use, what an hour of each scanner earns, and what was lost or never billed. */
export function examsPage(
  reader: WarehouseReader,
  filter: Filter,
  { persons, page }: Options,
): Promise<Answer<ExamsPage>> {
  const needs: Feed[] = ['exams', 'billing', 'costs', 'scanner_log']
  const asked = { name: 'exams', filter, options: { persons, page }, needs }
  return answer(reader, { ...asked, resolve: resolveExams }, async ({ db, filters }) => {
    const last = await lastDayOfData(db)
    const leaks_until = addDays(last ?? filters.to, -GRACE_DAYS)
    const [{ all, ...rows }, compared, payers, scanners, lost, bridge, leaks, leak_items, lowest] = await Promise.all([
      examMoneyRows(db, filters),
      examMoneyCompared(db, filters),
      examMoneyByPayer(db, filters),
      scannerHours(db, filters),
      losses(db, filters),
      examBridge(db, filters),
      leakage(db, filters, leaks_until),
      persons ? leakItems(db, filters, leaks_until, page) : null,
      persons ? lowestExams(db, filters) : null,
    ])
    const provisional = filters.basis === null
    const figures = figuresOf(all, compared, filters)
    return {
      ...{ figures, provisional, ...rows, payers, scanners, ...lost, bridge, ...leaks },
      ...{ leaks_until, leak_items, lowest },
    }
  })
}
