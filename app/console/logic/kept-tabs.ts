import { blankTab, isBlank, type QueryTab, type Tabs } from './tabs.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function tabIn(value: unknown): QueryTab | null {
  if (!isRecord(value) || typeof value.sql !== 'string') return null
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '')
  const saved = isRecord(value.saved) && typeof value.saved.id === 'string' ? (value.saved as never) : null
  return {
    ...blankTab(text('id') || undefined),
    ...{ address: text('address'), sql: value.sql, base: text('base'), saved },
    parameters: isRecord(value.parameters) ? (value.parameters as Record<string, string>) : {},
    ...{ libraryId: text('libraryId') || null, snapshotId: text('snapshotId') || null },
  }
}

/** Tabs as a browser has kept them; one text without tabs is what earlier versions kept. Null where there are none. */
export function tabsIn(text: string | null): Tabs | null {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    if (!isRecord(kept)) return null
    const given = Array.isArray(kept.tabs) ? kept.tabs : [kept]
    const tabs = given.flatMap((one) => tabIn(one) ?? [])
    const active = tabs.find(({ id }) => id === kept.active) ?? tabs.at(-1)
    return active ? { tabs, active: active.id } : null
  } catch {
    // What somebody else wrote there is no tab.
    return null
  }
}

/** A tab as it is kept: what the server says anew when it is opened is left out. */
export const written = ({ id, address, sql, base, parameters, saved, libraryId, snapshotId }: QueryTab): string =>
  JSON.stringify({ id, address, sql, base, parameters, saved, libraryId, snapshotId })

/**
 * What is to be kept, where another window of the same person may have kept something else meanwhile: its tabs stay, and of
 * tabs that both have the one counts that was changed here.
 * @param seen each tab as this window last read or wrote it, by id
 */
export function merged(kept: readonly QueryTab[], mine: readonly QueryTab[], seen: ReadonlyMap<string, string>) {
  const own = new Map(mine.filter((tab) => !isBlank(tab)).map((tab) => [tab.id, tab]))
  const isUntouched = (tab: QueryTab) => seen.get(tab.id) === written(tab)
  const stayed = kept.flatMap((tab) => {
    const here = own.get(tab.id)
    // Closed here, or never known here.
    if (!here) return seen.has(tab.id) ? [] : [tab]
    return [isUntouched(here) ? tab : here]
  })
  const known = new Set(kept.map(({ id }) => id))
  return [...stayed, ...[...own.values()].filter((tab) => !known.has(tab.id) && !isUntouched(tab))]
}
