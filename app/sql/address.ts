/** What a permalink holds. Opening one fills the console and runs nothing. */
export interface ConsoleState {
  sql: string
  /** As typed into the inputs, by name without the dollar sign. */
  parameters: Record<string, string>
  /** Null: whatever snapshot is current. */
  snapshotId: string | null
}

/** Longer addresses are cut by proxies and mail programs: a longer query is kept under an id instead. */
export const LONGEST_ADDRESS = 6_000

/** `/sql?q=…&p.name=…&snapshot=…`, or null where that would be too long. */
export function addressOf({ sql, parameters, snapshotId }: ConsoleState): string | null {
  const search = new URLSearchParams()
  if (sql) search.set('q', sql)
  for (const [name, value] of Object.entries(parameters)) if (value !== '') search.set(`p.${name}`, value)
  if (snapshotId) search.set('snapshot', snapshotId)
  const address = search.size > 0 ? `/sql?${search}` : '/sql'
  return address.length > LONGEST_ADDRESS ? null : address
}

/** The `p.` parameters of an address or form. */
export function parametersIn(search: Iterable<[string, unknown]>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of search) {
    if (name.startsWith('p.') && name.length > 2 && typeof value === 'string') found[name.slice(2)] = value
  }
  return found
}

/** Filters of pages, by the names that parameters of statements have too. */
export const FILTER_PARAMETERS = [
  ...['from', 'to', 'center', 'province', 'ownership', 'modality', 'scanner'],
  ...['protocol', 'product', 'finding'],
] as const

/** How addresses of pages about one thing name it, and the filter that it is. */
const CODES = {
  center_code: 'center',
  scanner_id: 'scanner',
  protocol_code: 'protocol',
  product_code: 'product',
} as const

/** The filters of an address that one parameter can hold: those with a single value. */
export function filtersIn(search: URLSearchParams): Record<string, string> {
  const codes = Object.fromEntries(Object.entries(CODES).map(([code, name]) => [name, code]))
  return Object.fromEntries(
    FILTER_PARAMETERS.flatMap((name) => {
      const given = [...search.getAll(name), ...search.getAll(codes[name] ?? '')].filter(Boolean)
      return given.length === 1 ? [[name, given[0]!]] : []
    }),
  )
}

/** The console's address with what opens a query, and with the filters that another address of it has. */
export function withFilters(opens: string, search: URLSearchParams): string {
  const next = new URLSearchParams(opens)
  // A panel's own filters are part of what it asks.
  if (!next.has('panel')) for (const [name, value] of Object.entries(filtersIn(search))) next.append(name, value)
  return next.size > 0 ? `/sql?${next}` : '/sql'
}

/** What never says which query is meant: searches in the side panels, and why a form led back. */
const BESIDE = new Set(['find', 'problem', 'why'])
const OPENS = /^(q|snapshot|link|library|saved|ran)$|^p\../

/** Of an address what opens a query; filters only where they belong to the panel that it names. */
export function openedBy(search: URLSearchParams): string {
  const opens = search.has('panel') ? (name: string) => !BESIDE.has(name) : (name: string) => OPENS.test(name)
  return new URLSearchParams([...search].filter(([name]) => opens(name))).toString()
}

export function stateOf(search: URLSearchParams): ConsoleState {
  return {
    sql: search.get('q') ?? '',
    parameters: parametersIn(search),
    snapshotId: search.get('snapshot')?.trim() || null,
  }
}
