/** What can be wrong with a field of the filter, after the field's name; `{…}` are values of the issue. */
export const PROBLEMS = {
  no_day: 'is no day: write YYYY-MM-DD',
  not_in_calendar: 'is no day of the calendar',
  far_away: 'is not between 1900 and 2199',
  both_or_neither: 'needs both from and to, or neither',
  not_after: 'must be later than from (to is not included)',
  too_long: 'is more than ten years after from',
  baseline_both_or_neither: 'needs both baseline_from and baseline_to, or neither',
  baseline_not_after: 'must be later than baseline_from (it is not included)',
  baseline_too_long: 'is more than ten years after baseline_from',
  baseline_within: 'must not be later than {day}, where the period begins',
  no_comparison: 'is none of previous, year, none',
  compared_within: 'must leave room for the period before {day}: it would end on {end}',
  unknown_code: '{code} is unknown',
  no_center: 'names no center, together with the rest of the filter',
  not_ruled: 'is not ruled by the protocol book at this step',
  no_number: 'is no number',
  above_max: 'is above max',
  beyond_range: 'must be a number from {least} to {most}',
  no_modality: 'names no modality',
  no_payer: 'names no payer',
  /** What the check of types says. */
  other: '{message}',
} as const

export type FilterProblem = keyof typeof PROBLEMS

export interface FilterIssue {
  field: string
  problem: FilterProblem
  values: Record<string, string>
  /** The same in English words, for programs and logs. */
  message: string
}

export function filterIssue(field: string, problem: FilterProblem, values: Record<string, string> = {}): FilterIssue {
  const message = PROBLEMS[problem].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  return { field, problem, values, message }
}

const isProblem = (message: string): message is FilterProblem => message in PROBLEMS

/** Issues of a schema whose errors are problems' names. */
export function issuesOf(issues: readonly { path: PropertyKey[]; message: string }[], field?: string): FilterIssue[] {
  return issues.map(({ path, message }) => {
    const name = field ?? String(path[0] ?? '')
    return isProblem(message) ? filterIssue(name, message) : filterIssue(name, 'other', { message })
  })
}
