import { expect, test } from 'vitest'
import type { Opened, SavedQuery } from '#app/console/console-types.ts'
import { merged, tabsIn, written } from '#app/console/logic/kept-tabs.ts'
import {
  activeOf,
  arrived,
  blankTab,
  changed,
  isUnsaved,
  MOST_TABS,
  nameOf,
  tabOf,
  withoutTab,
  withTab,
  type Tabs,
} from '#app/console/logic/tabs.ts'

const opened = (sql: string, more: Partial<Opened> = {}): Opened => ({
  ...{ sql, parameters: {}, snapshotId: null, saved: null, libraryId: null, snapshotGone: false, missing: false },
  ...more,
})
const saved = (version: number, sql: string) => {
  const query = { id: 'q', name: 'Mine', version, sql } as SavedQuery
  return opened(sql, { saved: query })
}
const only = (sql: string): Tabs => ({ tabs: [{ ...blankTab('a'), sql }], active: 'a' })
const texts = ({ tabs }: Tabs) => tabs.map(({ sql }) => sql)

test('what an address opens gets a tab of its own, in the place of a blank one; no unsaved text is lost', () => {
  expect(texts(arrived(only(''), opened('SELECT 1'), 'library=one', true))).toEqual(['SELECT 1'])
  const both = arrived(only('SELECT mine'), opened('SELECT 1'), 'library=one', true)
  expect([texts(both), activeOf(both).sql]).toEqual([['SELECT mine', 'SELECT 1'], 'SELECT 1'])
  // Opened again it comes to the front as it is.
  const again = arrived({ ...both, active: 'a' }, opened('SELECT 1'), 'library=one', true)
  expect([again.tabs.length, activeOf(again).sql]).toEqual([2, 'SELECT 1'])
})

test('a reload finds what was typed; the same link opened anew shows what the link holds', () => {
  const first = arrived(only(''), opened('SELECT 1'), 'q=1', true)
  const typed = changed(first, 'a', () => ({ sql: 'SELECT 1, 2' }))
  expect(texts(arrived(typed, opened('SELECT 1'), 'q=1', true))).toEqual(['SELECT 1, 2'])
  expect(texts(arrived(typed, opened('SELECT 1'), 'q=1', false))).toEqual(['SELECT 1, 2', 'SELECT 1'])
})

test('a text that has been saved stays in its tab, which has its name and nothing unsaved any more', () => {
  const before = changed(only('SELECT 1'), 'a', () => ({ parameters: { center: 'C001' } }))
  expect(isUnsaved(activeOf(before))).toBe(true)
  const first = arrived(before, saved(1, 'SELECT 1'), 'saved=q', true)
  expect([first.tabs.length, nameOf(activeOf(first)), isUnsaved(activeOf(first))]).toEqual([1, 'Mine', false])
  const next = changed(first, 'a', () => ({ sql: 'SELECT 2', parameters: { center: 'C002' } }))
  const second = arrived(next, saved(2, 'SELECT 2'), 'saved=q', true)
  expect(activeOf(second)).toMatchObject({ id: 'a', base: 'SELECT 2', parameters: { center: 'C002' } })
})

test('another version takes its unchanged tab, and stands beside what was typed into an earlier one', () => {
  const first = arrived(only(''), saved(2, 'SELECT 2'), 'saved=q', true)
  expect(texts(arrived(first, saved(3, 'SELECT 1'), 'saved=q', true))).toEqual(['SELECT 1'])
  const typed = changed(first, 'a', () => ({ sql: 'SELECT typed' }))
  const both = arrived(typed, saved(3, 'SELECT 1'), 'saved=q', true)
  expect(texts(both)).toEqual(['SELECT typed', 'SELECT 1'])
  // Coming back to the first, its text is there.
  expect(activeOf(arrived({ ...both, active: 'a' }, saved(3, 'SELECT 1'), 'saved=q', true)).sql).toBe('SELECT typed')
})

test('a query that is gone leaves its text as one of one’s own', () => {
  const first = arrived(only(''), saved(1, 'SELECT 1'), 'saved=q', true)
  const left = activeOf(arrived(first, opened('', { missing: true }), 'saved=q', true))
  expect([left.sql, left.address, left.saved, isUnsaved(left)]).toEqual(['SELECT 1', '', null, true])
})

test('closing leads to the neighbour, and of the last tab a blank one is left', () => {
  const three = ['b', 'c'].reduce((state, id) => withTab(state, blankTab(id)), only('SELECT 1'))
  expect(activeOf(withoutTab({ ...three, active: 'b' }, 'b')).id).toBe('c')
  expect(activeOf(withoutTab(three, 'c')).id).toBe('b')
  expect(activeOf(withoutTab(three, 'a')).id).toBe('c')
  expect(withoutTab(only('SELECT 1'), 'a').tabs).toMatchObject([{ sql: '', address: '' }])
})

test('beyond twenty tabs the oldest without unsaved text is closed', () => {
  const open = (state: Tabs, n: number) => withTab(state, tabOf(opened(`SELECT ${n}`), `q=${n}`, `t${n}`))
  const all = Array.from({ length: MOST_TABS }, (_, n) => n).reduce(open, only('SELECT unsaved'))
  expect(all.tabs.length).toBe(MOST_TABS)
  expect(all.tabs.slice(0, 2).map(({ id }) => id)).toEqual(['a', 't1'])
})

test('a tab is called by its query, its panel or its first words', () => {
  const name = (sql: string) => nameOf({ ...blankTab(), sql })
  expect(name('-- a note\nSELECT day,\n  modality FROM exam WHERE performed')).toBe(
    'SELECT day, modality FROM exam WHERE',
  )
  expect(name('-- Isocenter: overview.months, filter center=C001\nWITH x AS')).toBe('overview.months')
  expect([name('-- only a note'), name(' ')]).toEqual(['-- only a note', null])
})

test('tabs are kept as text, and one text of an earlier version becomes a tab', () => {
  const state = withTab(only('SELECT 1'), tabOf(saved(1, 'SELECT 2'), 'saved=q', 'b'))
  const kept = tabsIn(`{"active":"a","tabs":[${state.tabs.map(written).join(',')}]}`)
  expect(kept).toEqual({ ...state, active: 'a' })
  expect(tabsIn('{"sql":"SELECT 7","parameters":{"n":"1"}}')?.tabs).toMatchObject([
    { sql: 'SELECT 7', parameters: { n: '1' }, address: '' },
  ])
  expect([tabsIn(null), tabsIn('{'), tabsIn('{"tabs":[]}'), tabsIn('{"tabs":[1]}')]).toEqual([null, null, null, null])
})

test('two windows of a person keep each other’s tabs', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ ...blankTab(id), sql: `SELECT ${id}` }))
  const seen = new Map([a!, b!].map((tab) => [tab.id, written(tab)]))
  const typedThere = { ...a!, sql: 'SELECT there' }
  // The other window typed into a and opened c; this one typed into b and opened d.
  const d = { ...blankTab('d'), sql: 'SELECT d' }
  const typedHere = { ...b!, sql: 'SELECT here' }
  expect(merged([typedThere, b!, c!], [a!, typedHere, d], seen).map(({ sql }) => sql)).toEqual([
    ...['SELECT there', 'SELECT here', 'SELECT c', 'SELECT d'],
  ])
  // Closed here, closed there, blank: none is kept.
  expect(merged([a!], [b!, blankTab('e')], seen)).toEqual([])
})
