import type { ExamParameter, ExamStep, Severity } from './compliance-types.ts'
import type { ExamFacts } from './exam-facts.ts'
import { observedText, rulesScanner, ruleText, type Rule } from './rule-text.ts'

type Series = ExamFacts['series'][number]
type BookRow = ExamFacts['rules'][number]

/** Names of steps are compared without case and blanks. */
const loose = (name: string) => name.replace(/[ \t\r\n\u00a0\u3000]/g, '').toLowerCase()

/** The book's name of a series: the center's alias, else the name as logged. */
export function bookName(facts: Pick<ExamFacts, 'aliases'>, logged: string): string {
  return facts.aliases.find((a) => loose(a.alias ?? '') === loose(logged))?.step ?? logged
}

/** Last acquisition: highest series number, then latest start, then greatest event; none before any number. */
function laterFirst(a: Series, b: Series): number {
  const number = (b.series_no ?? -Infinity) - (a.series_no ?? -Infinity)
  if (number !== 0 && !Number.isNaN(number)) return number
  const start = (b.started_at ?? '').localeCompare(a.started_at ?? '')
  return start !== 0 ? start : (b.event_id ?? '') > (a.event_id ?? '') ? 1 : -1
}

function parse(parameters: string | null): Record<string, unknown> {
  const value: unknown = parameters === null ? {} : JSON.parse(parameters)
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}

/** The rule of each parameter that holds on the scanner that logged the series: the first that matches. */
function rulesFor(book: BookRow[], facts: ExamFacts, series: Series): Map<string, BookRow> {
  const scanner = facts.scanners.find((s) => s.scanner_id === series.scanner_id)
  const rules = new Map<string, BookRow>()
  for (const row of book)
    if (row.parameter && !rules.has(row.parameter) && rulesScanner(row as Rule, scanner)) rules.set(row.parameter, row)
  return rules
}

function parametersOf(facts: ExamFacts, step: string, book: BookRow[], series: Series): ExamParameter[] {
  const logged = parse(series.parameters)
  const rules = rulesFor(book, facts, series)
  const deviations = facts.deviations.filter((d) => d.step === step)
  const names = [...new Set([...rules.keys(), ...Object.keys(logged), ...(series.missing_tags ?? [])])].sort()
  return names.map((parameter): ExamParameter => {
    const rule = rules.get(parameter)
    const found =
      deviations.find((d) => d.parameter === parameter && d.kind !== 'missing_tag') ??
      deviations.find((d) => d.parameter === parameter)
    const status = found ? (found.kind as ExamParameter['status']) : rule ? 'within' : 'not_ruled'
    return {
      parameter,
      observed: observedText(logged[parameter]),
      expected: found?.expected ?? (rule ? ruleText(rule as Rule) : null),
      status,
      severity: (found?.severity ?? rule?.severity ?? null) as Severity | null,
    }
  })
}

function stepOf(facts: ExamFacts, step: string, book: BookRow[], all: Series[]): ExamStep {
  const [series] = [...all].sort(laterFirst)
  const known = book[0]
  const isLocalizer = loose(step) === 'localizer'
  const absent = known?.required ? 'missing' : 'not_performed'
  const hasBook = facts.rules.length > 0
  return {
    step,
    logged_as: series?.step && series.step !== step ? series.step : null,
    step_order: known?.step_order ?? null,
    required: known?.required ?? false,
    status: !series ? absent : known || !hasBook ? 'performed' : isLocalizer ? 'localizer' : 'extra',
    severity: (known?.step_severity ?? null) as Severity | null,
    series_no: series?.series_no ?? null,
    started_at: series?.started_at ?? null,
    ended_at: series?.ended_at ?? null,
    repeats: Math.max(0, all.length - 1),
    parameters: series ? parametersOf(facts, step, book, series) : [],
  }
}

/** The book's steps in order, performed or not, then what else was acquired. Each step stands with its last acquisition. */
export function examSteps(facts: ExamFacts): ExamStep[] {
  const bySteps = new Map<string, Series[]>()
  for (const series of facts.series) {
    const step = bookName(facts, series.step ?? '')
    bySteps.set(step, [...(bySteps.get(step) ?? []), series])
  }
  const inBook = [...new Set(facts.rules.map((rule) => rule.step ?? ''))]
  const others = [...bySteps.keys()].filter((step) => !inBook.includes(step)).sort()
  return [...inBook, ...others].map((step) =>
    stepOf(
      facts,
      step,
      facts.rules.filter((rule) => rule.step === step),
      bySteps.get(step) ?? [],
    ),
  )
}

/** Σ DLP of all series, mGy·cm, and the largest CTDIvol of judged series, mGy; null when nothing was logged. */
export function doseOf(facts: ExamFacts): { dlp: number | null; ctdi_vol: number | null } {
  const dlps = facts.series.flatMap((s) => (s.dlp === null ? [] : [s.dlp]))
  const inBook = new Set(facts.rules.map((rule) => rule.step))
  const last = new Map<string, Series>()
  for (const series of [...facts.series].sort((a, b) => laterFirst(b, a)))
    if (inBook.has(bookName(facts, series.step ?? ''))) last.set(bookName(facts, series.step ?? ''), series)
  const levels = [...last.values()].flatMap((s) => (s.ctdi_vol === null ? [] : [s.ctdi_vol]))
  return {
    dlp: dlps.length === 0 ? null : dlps.reduce((a, b) => a + b, 0),
    ctdi_vol: levels.length === 0 ? null : Math.max(...levels),
  }
}
