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

export function stateOf(search: URLSearchParams): ConsoleState {
  return {
    sql: search.get('q') ?? '',
    parameters: parametersIn(search),
    snapshotId: search.get('snapshot')?.trim() || null,
  }
}
