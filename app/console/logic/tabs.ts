import { codeTokens } from '../../sql/tokens.ts'
import type { Opened, SavedQuery } from '../console-types.ts'

/** One query that somebody has open: its text as typed, and what it was opened from. */
export interface QueryTab {
  id: string
  /** What of the console's address opens it again; empty for a query of one's own. */
  address: string
  sql: string
  parameters: Record<string, string>
  /** The text as it was opened: what differs from it is kept nowhere else. */
  base: string
  saved: SavedQuery | null
  libraryId: string | null
  snapshotId: string | null
  snapshotGone: boolean
  /** Grows when something else than the editor has changed the text. */
  revision: number
}

/** Never empty: who closes the last gets a new one. */
export interface Tabs {
  tabs: QueryTab[]
  active: string
}

/** Opening a further query closes the oldest that holds nothing unsaved. */
export const MOST_TABS = 20

/** randomUUID is missing on addresses without TLS. */
export const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`

const sameText = (a: string, b: string) => a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n')
export const isUnsaved = ({ sql, base }: QueryTab) => sql.trim() !== '' && !sameText(sql, base)
export const isBlank = ({ sql, address }: QueryTab) => sql.trim() === '' && address === ''

/** What the address opened, as a tab. */
export const tabOf = (
  { sql, parameters, saved, libraryId, snapshotId, snapshotGone }: Opened,
  address: string,
  id = newId(),
): QueryTab => ({
  ...{ id, address, sql, parameters, base: sql, saved, libraryId, snapshotId, snapshotGone },
  revision: 0,
})

export const blankTab = (id = newId()): QueryTab => ({
  ...{ id, address: '', sql: '', parameters: {}, base: '', saved: null, libraryId: null },
  ...{ snapshotId: null, snapshotGone: false, revision: 0 },
})

export const activeOf = ({ tabs, active }: Tabs): QueryTab => tabs.find(({ id }) => id === active) ?? tabs[0]!

export const changed = (state: Tabs, id: string, change: (tab: QueryTab) => Partial<QueryTab>): Tabs => ({
  ...state,
  tabs: state.tabs.map((tab) => (tab.id === id ? { ...tab, ...change(tab) } : tab)),
})

/** Text that did not come from the editor, and that the editor has to take up. */
export const rewritten = (state: Tabs, id: string, sql: string): Tabs =>
  changed(state, id, ({ revision }) => ({ sql, revision: revision + 1 }))

export function withTab({ tabs, active }: Tabs, tab: QueryTab): Tabs {
  const dispensable = tabs.length < MOST_TABS ? undefined : tabs.find((one) => one.id !== active && !isUnsaved(one))
  return { tabs: [...tabs.filter((one) => one !== dispensable), tab], active: tab.id }
}

/** The neighbour comes to the front; of the last tab a blank one is left. */
export function withoutTab({ tabs, active }: Tabs, id: string): Tabs {
  const place = tabs.findIndex((tab) => tab.id === id)
  const left = tabs.filter((tab) => tab.id !== id)
  if (left.length === 0) left.push(blankTab())
  return { tabs: left, active: active === id ? left[Math.min(place, left.length - 1)]!.id : active }
}

/** A query whose address leads nowhere any more keeps its text, as one of one's own. */
export const detached = (state: Tabs, id: string): Tabs =>
  changed(state, id, () => ({ address: '', base: '', saved: null, libraryId: null }))

/** The tab takes up what was opened; typed parameters stay where the text was typed too. */
function takenUp(state: Tabs, tab: QueryTab, opened: Opened, address: string, parameters: QueryTab['parameters']) {
  return changed({ ...state, active: tab.id }, tab.id, () => ({
    ...tabOf(opened, address, tab.id),
    parameters,
    revision: tab.revision + 1,
  }))
}

/**
 * The tabs after an address has been opened. What holds the same text unchanged comes to the front, anything else gets a
 * tab of its own, and no unsaved text is lost.
 * @param isReturn the browser comes back to an address whose tab may have been typed in: after a reload, or by its tab
 */
export function arrived(state: Tabs, opened: Opened, address: string, isReturn: boolean): Tabs {
  const front = activeOf(state)
  const isFront = front.address === address
  if (opened.missing) return isFront ? detached(state, front.id) : state
  if (isFront && isReturn && front.saved?.version === opened.saved?.version) {
    const { saved, libraryId, snapshotId, snapshotGone } = opened
    return changed(state, front.id, () => ({ saved, libraryId, snapshotId, snapshotGone }))
  }
  if (sameText(front.sql, opened.sql) && (isReturn || opened.saved !== null))
    return takenUp(state, front, opened, address, isFront ? front.parameters : opened.parameters)
  const same = [front, ...state.tabs].find((tab) => tab.address === address && !isUnsaved(tab))
  if (same) return takenUp(state, same, opened, address, { ...same.parameters, ...opened.parameters })
  if (isBlank(front)) return takenUp(state, front, opened, address, opened.parameters)
  // Its own later version stands beside what has been typed into an earlier one.
  const known = isFront ? changed(state, front.id, () => ({ saved: opened.saved })) : state
  return withTab(known, tabOf(opened, address))
}

/** What a tab is called by: the saved query, the panel that wrote the statement, or its first words; null for a blank one. */
export function nameOf({ sql, saved }: QueryTab): string | null {
  if (saved) return saved.name
  const [, panel] = /^-- Isocenter: ([\w.]+)/.exec(sql) ?? []
  if (panel) return panel
  const words = codeTokens(sql).slice(0, 7)
  const text = words.length > 0 ? sql.slice(words[0]!.from, words.at(-1)!.to) : sql
  return text.replace(/\s+/g, ' ').trim().slice(0, 40) || null
}
