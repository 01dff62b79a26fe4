import { expect, test } from 'vitest'
import {
  CLASS_ROLES,
  classesOf,
  mayAdminister,
  mayCheckFiles,
  mayOpen,
  mayOpenPanel,
  maySeeMoney,
  maySeePersons,
  mayStartRuns,
  ROLES,
  rolesFor,
  type Person,
} from '#app/access.ts'
import { pageNamed, PAGES, pagesOfView } from '#app/page-list.ts'
import { FIGURE_PAGES } from '#app/server/pages.ts'

/** Pages of single exams. */
const CASES = ['exam', 'audit', 'dose', 'cases']

test('profitability is for executives and administrators only', () => {
  expect(rolesFor('profitability')).toEqual(['executive', 'admin'])
})

test('the data page is for all but center managers, the SQL console for everyone', () => {
  expect(ROLES.filter((role) => !mayOpen(role, 'data'))).toEqual(['manager'])
  expect(rolesFor('sql')).toEqual(ROLES)
})

test('somebody of some centers opens no page of the network as a whole, and keeps neither people nor runs', () => {
  const some: Person = { roles: ['admin'], scope: { kind: 'center', values: ['C001'] } }
  expect(PAGES.filter((page) => !mayOpen(some, page))).toEqual(['data'])
  expect([mayStartRuns(some), mayAdminister(some)]).toEqual([false, false])
  expect([mayStartRuns('admin'), mayAdminister('admin')]).toEqual([true, true])
  expect(ROLES.filter(mayAdminister)).toEqual(['admin'])
})

test('the rights of several roles add up, also behind a panel', () => {
  const both: Person = { roles: ['executive', 'qa'], scope: { kind: 'all' } }
  expect(classesOf(both)).toEqual(['operations', 'money', 'person'])
  for (const page of PAGES) expect(mayOpen(both, page)).toBe(mayOpen('executive', page) || mayOpen('qa', page))
  expect(mayOpenPanel('manager', 'profitability', 'profitability.months')).toBe(false)
  expect(mayOpenPanel(both, 'profitability', 'profitability.months')).toBe(true)
})

test('somebody without a role opens nothing', () => {
  const nobody: Person = { roles: [], scope: { kind: 'all' } }
  expect(PAGES.filter((page) => mayOpen(nobody, page))).toEqual([])
  expect(classesOf(nobody)).toEqual([])
})

test('everyone who has signed in may check a file', () => {
  expect(ROLES.filter(mayCheckFiles)).toEqual(ROLES)
})

test('every other page is for everyone who has signed in', () => {
  const open = PAGES.filter(
    (page) => !CASES.includes(page) && !['profitability', 'data', 'sql'].includes(pageNamed(page).view ?? page),
  )
  for (const page of open) expect(rolesFor(page)).toEqual(ROLES)
})

test('a page of single exams is for those who work on cases', () => {
  for (const page of ['exam', 'audit', 'dose', 'cases'] as const)
    expect(rolesFor(page)).toEqual(['manager', 'qa', 'analyst', 'admin'])
  expect(ROLES.filter(maySeePersons)).toEqual(rolesFor('exam'))
})

test('how the network works is for everybody; money and persons meet in administrators only', () => {
  expect(CLASS_ROLES.operations).toEqual(ROLES)
  const both = ROLES.filter((role) => classesOf(role).includes('money') && classesOf(role).includes('person'))
  expect(both).toEqual(['admin'])
})

test('whoever may not open profitability sees no money anywhere', () => {
  expect(ROLES.filter(maySeeMoney)).toEqual(['executive', 'admin'])
})

test('every page of figures stands in the list of pages, whose other entries are none', () => {
  expect(PAGES.filter((page) => page !== 'sql').sort()).toEqual([...FIGURE_PAGES].sort())
})

test('a page of a view is open to whom the view is open, and its tabs lead to addresses without codes', () => {
  for (const page of PAGES) {
    const { view } = pageNamed(page)
    if (!view) continue
    if (!CASES.includes(page)) expect(rolesFor(page)).toEqual(rolesFor(view))
    expect(pagesOfView(view)[0]).toBe(view)
    for (const tab of pagesOfView(view)) expect(pageNamed(tab).path).not.toContain(':')
  }
})
