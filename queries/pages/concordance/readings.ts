import { sql, type Kysely, type SqlBool } from 'kysely'
import { countWhere, earliest, latest } from '../../db/functions.ts'
import type { Database } from '../../schema.ts'
import type { Counts } from '../../statistics/two-by-two.ts'
import { inBothPeriods, inScope, isCurrent } from '../shared/scope.ts'
import { startOfStep, type Step } from '../shared/control-chart.ts'
import type { Filters } from '../types/common.ts'

const COLUMNS = { day: 'r.day', center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }

const outcome = (name: string) => countWhere(sql<SqlBool>`r.outcome = ${sql.lit(name)}`)

const outcomes = () =>
  [outcome('TP').as('tp'), outcome('FP').as('fp'), outcome('FN').as('fn'), outcome('TN').as('tn')] as const

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
    .execute()
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
  return db
    .selectFrom('mart.ai_reading as r')
    .where(inScope(filters, COLUMNS))
    .select([
      'r.product_code',
      'r.product_version',
      startOfStep(step, 'r.day').as('start'),
      earliest('r.day').as('first_day'),
      latest('r.day').as('last_day'),
      ...outcomes(),
    ])
    .groupBy(['r.product_code', 'r.product_version', sql.ref('start')])
    .orderBy('r.product_code')
    .orderBy('start')
    .orderBy('r.product_version')
    .$castTo<ReadingStep>()
    .execute()
}
