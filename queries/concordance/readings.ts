import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere, earliest, latest, sumCount } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import type { Counts } from '../statistics/two-by-two.ts'
import { inBothPeriods, inScope, isCurrent } from '../filter/scope.ts'
import { startOfStep, type Step } from '../page/control-chart.ts'
import type { Filters } from '../page/page-types.ts'

const COLUMNS = { day: 'r.day', center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }

const both = (flagged: boolean, positive: boolean) =>
  countWhere(sql<SqlBool>`r.flagged = ${sql.lit(flagged)} AND r.reader_positive = ${sql.lit(positive)}`)

// The four outcomes by their definition: comparing two booleans is several times cheaper than a text.
const outcomes = () =>
  [
    both(true, true).as('tp'),
    both(true, false).as('fp'),
    both(false, true).as('fn'),
    both(false, false).as('tn'),
  ] as const

/** Counts of one product and finding, split by what might explain how often AI and radiologist agree. */
export interface ReadingGroup extends Counts {
  is_current: boolean
  product_code: string
  finding_code: string
  /** Null = not known. */
  exam_compliant: boolean | null
  opened_before_report: boolean | null
}

export async function readingGroups(db: Kysely<Database>, filters: Filters): Promise<ReadingGroup[]> {
  return db
    .selectFrom('mart.ai_reading as r')
    .where(inBothPeriods(filters, COLUMNS))
    .select([
      isCurrent('r.day', filters).as('is_current'),
      'r.product_code',
      'r.finding_code',
      'r.exam_compliant',
      'r.opened_before_report',
      ...outcomes(),
    ])
    .groupBy([sql.ref('is_current'), 'r.product_code', 'r.finding_code', 'r.exam_compliant', 'r.opened_before_report'])
    .$castTo<ReadingGroup>()
    .$call(asked('concordance.readings'))
}

/** Counts of one product and version in one week or month. */
export interface ReadingStep extends Counts {
  product_code: string
  product_version: string
  start: string
  first_day: string
  last_day: string
}

export async function readingSteps(db: Kysely<Database>, filters: Filters, step: Step): Promise<ReadingStep[]> {
  const days = db
    .selectFrom('mart.ai_reading as r')
    .where(inScope(filters, COLUMNS))
    .select(['r.product_code', 'r.product_version', 'r.day', ...outcomes()])
    .groupBy(['r.product_code', 'r.product_version', 'r.day'])
  return db
    .selectFrom(days.as('r'))
    .select([
      'r.product_code',
      'r.product_version',
      startOfStep(step, 'r.day').as('start'),
      earliest('r.day').as('first_day'),
      latest('r.day').as('last_day'),
      sumCount('r.tp').as('tp'),
      sumCount('r.fp').as('fp'),
      sumCount('r.fn').as('fn'),
      sumCount('r.tn').as('tn'),
    ])
    .groupBy(['r.product_code', 'r.product_version', sql.ref('start')])
    .orderBy('r.product_code')
    .orderBy('start')
    .orderBy('r.product_version')
    .$castTo<ReadingStep>()
    .$call(asked('concordance.steps'))
}
