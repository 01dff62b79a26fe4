import { endAfter } from '../periods.ts'
import { KEPT } from '../filter-links.ts'
import { isViewField } from '../served/table-view.ts'
import { LAST_DAY_FIELD, SEARCH_FIELDS } from './shell-data.ts'

/** What the filter bar's form sends; other parameters are a page's own. */
const FILTERS = new Set([...KEPT, 'scanner', LAST_DAY_FIELD, ...Object.values(SEARCH_FIELDS)])

/**
 * The query of an address with its filters as they should stand: none empty, none twice, no empty view of a table, and the last day that a person chose as the
 * end of a half-open period. A day that is none stays, to be refused by its name. Null where it stands so already.
 */
export function tidyAddress(search: URLSearchParams): URLSearchParams | null {
  const tidy = new URLSearchParams()
  const seen = new Set<string>()
  for (const [name, given] of search) {
    const isLast = name === LAST_DAY_FIELD
    const value = isLast ? (endAfter(given) ?? given) : given
    const field = isLast ? 'to' : name
    if (isViewField(name) && value === '') continue
    if (!FILTERS.has(name)) {
      tidy.append(name, value)
      continue
    }
    if (value.trim() === '' || seen.has(`${field}=${value}`)) continue
    seen.add(`${field}=${value}`)
    if (isLast) tidy.set('to', value)
    else tidy.append(field, value)
  }
  return tidy.toString() === search.toString() ? null : tidy
}
