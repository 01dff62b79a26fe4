import { useSearchParams } from '@remix-run/react'

/** What names the centers that are looked at. */
export const CENTER_FILTERS = ['center', 'province', 'ownership'] as const

/** Days that the limits of control charts come from. */
export const BASELINE_FILTERS = ['baseline_from', 'baseline_to'] as const

/** Parameters of the filter that go from page to page. */
export const KEPT: readonly string[] = [
  ...['from', 'to', ...CENTER_FILTERS, 'modality'],
  ...['compare', 'compare_from', ...BASELINE_FILTERS],
  // How use is reckoned, and beside what.
  ...['definition', 'against'],
]

/** The address of another page with the reader's filter; `change` replaces values, null takes them away. */
export function filterLink(
  path: string,
  search: URLSearchParams,
  change: Record<string, string | string[] | null> = {},
) {
  const next = new URLSearchParams()
  for (const name of [...KEPT, ...Object.keys(change).filter((name) => !KEPT.includes(name))]) {
    const given = name in change ? change[name] : search.getAll(name).filter(Boolean)
    for (const value of given === null || given === undefined ? [] : [given].flat()) next.append(name, value)
  }
  const query = next.toString()
  return query ? `${path}?${query}` : path
}

/** The page of one exam. */
export function examPath(exam: { center_code: string; accession_no: string }): string {
  return `/compliance/exams/${encodeURIComponent(exam.center_code)}/${encodeURIComponent(exam.accession_no)}`
}

/** Links from page to page keep the period and the filters. */
export function useFilterLink() {
  const [search] = useSearchParams()
  return (path: string, change?: Record<string, string | string[] | null>) => filterLink(path, search, change)
}

const NO_CENTERS = Object.fromEntries(CENTER_FILTERS.map((name) => [name, null]))

/** Drill-down: one center, in the same period. */
export function useCenterLink() {
  const link = useFilterLink()
  return (center_code: string) => link(`/centers/${encodeURIComponent(center_code)}`, NO_CENTERS)
}
