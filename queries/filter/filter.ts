import { z } from 'zod'
import { daysBetween } from './days.ts'
import { QueryError } from '../errors.ts'
import { issuesOf, type FilterIssue } from './problems.ts'

const isCalendarDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}

/** A day of the calendar as an address writes it. */
export const LocalDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'no_day', abort: true })
  .refine(isCalendarDay, { error: 'not_in_calendar', abort: true })
  // Room on both sides for the periods before and for whole months.
  .refine((day) => day >= '1900-01-01' && day < '2200-01-01', { error: 'far_away', abort: true })

// Codes are the source's own: any short text. Values are bound as parameters, never written into SQL.
const Code = z.string().min(1).max(64)
const Codes = z.array(Code).max(400).default([])
// As many as a large network has: whoever wants half of it names them all.
const Centers = z.array(Code).max(4000).default([])
const Groups = z.array(Code).max(100).optional()

const MOST_DAYS = 3700

/** What a reader asks for: local days, half-open; an empty list means all. Days are both given or both left out. */
export const FilterSchema = z
  .object({
    from: LocalDay.optional(),
    to: LocalDay.optional(),
    center: Centers,
    /** Groups of centers; with `center` and with each other they narrow. Undefined means all. */
    province: Groups,
    ownership: Groups,
    modality: Codes,
    scanner: Codes,
    /** What figures are compared with; left out, the period of equal length before. */
    compare: z.enum(['previous', 'year', 'none'], { error: 'no_comparison' }).optional(),
    /** First day of a period of a person's own choice, as long as the one shown. */
    compare_from: LocalDay.optional(),
    /** Days that the limits of control charts come from, both or neither; left out, the days before the period. */
    baseline_from: LocalDay.optional(),
    baseline_to: LocalDay.optional(),
  })
  .refine((f) => (f.from === undefined) === (f.to === undefined), {
    message: 'both_or_neither',
    path: ['from'],
  })
  .refine((f) => f.from === undefined || f.to === undefined || f.from < f.to, {
    message: 'not_after',
    path: ['to'],
  })
  .refine((f) => f.from === undefined || f.to === undefined || daysBetween(f.from, f.to) <= MOST_DAYS, {
    message: 'too_long',
    path: ['to'],
  })
  .refine((f) => (f.baseline_from === undefined) === (f.baseline_to === undefined), {
    message: 'baseline_both_or_neither',
    path: ['baseline_from'],
  })
  .refine((f) => !f.baseline_from || !f.baseline_to || f.baseline_from < f.baseline_to, {
    message: 'baseline_not_after',
    path: ['baseline_to'],
  })
  .refine((f) => !f.baseline_from || !f.baseline_to || daysBetween(f.baseline_from, f.baseline_to) <= MOST_DAYS, {
    message: 'baseline_too_long',
    path: ['baseline_to'],
  })

export type Filter = z.output<typeof FilterSchema>

/** The filter of a page that sets nothing beside another period. */
export const compareNothing = (filter: Filter): Filter => ({ ...filter, compare: 'none', compare_from: undefined })

/** A filter in the URL that cannot be applied. `issues` name the field and what is wrong with it. */
export class FilterError extends QueryError {
  readonly code = 'queries/filter'
  readonly issues: FilterIssue[]

  constructor(issues: FilterIssue[]) {
    super(`The filter cannot be applied: ${issues.map((i) => `${i.field} ${i.message}`).join('; ')}. Mend the address.`)
    this.issues = issues
  }
}

/** Reads the query string; names that are not filters are ignored, empty values count as not given. */
export function parseFilter(search: URLSearchParams): Filter {
  const one = (name: string) => search.get(name)?.trim() || undefined
  const many = (name: string) => [...new Set(search.getAll(name).map((v) => v.trim()))].filter(Boolean).sort()
  const groups = (name: string) => (many(name).length > 0 ? many(name) : undefined)
  const parsed = FilterSchema.safeParse({
    from: one('from'),
    to: one('to'),
    center: many('center'),
    province: groups('province'),
    ownership: groups('ownership'),
    modality: many('modality'),
    scanner: many('scanner'),
    compare: one('compare'),
    compare_from: one('compare_from'),
    baseline_from: one('baseline_from'),
    baseline_to: one('baseline_to'),
  })
  if (parsed.success) return parsed.data
  throw new FilterError(issuesOf(parsed.error.issues))
}
