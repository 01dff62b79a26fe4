/** Name of the parameter that asks for a page in the form of paper: light, without navigation and filters. */
export const PRINT_FIELD = 'print'

export const isPrinted = (search: URLSearchParams) => search.get(PRINT_FIELD) === '1'

/** The query of a page in the form of paper, or out of it. */
export function printSearch(search: string, printed: boolean): string {
  const next = new URLSearchParams(search)
  if (printed) next.set(PRINT_FIELD, '1')
  else next.delete(PRINT_FIELD)
  return next.size > 0 ? `?${next}` : ''
}
