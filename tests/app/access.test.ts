import { expect, test } from 'vitest'
import { mayCheckFiles, mayOpen, maySeeMoney, ROLES, rolesFor } from '#app/access.ts'
import { pageNamed, PAGES, pagesOfView } from '#app/page-list.ts'
import { FIGURE_PAGES } from '#app/server/pages.ts'

test('profitability is for executives and administrators only', () => {
  expect(rolesFor('profitability')).toEqual(['executive', 'admin'])
})

test('the data page and the SQL console are for all but center managers', () => {
  expect(rolesFor('sql')).toEqual(rolesFor('data'))
  expect(ROLES.filter((role) => !mayOpen(role, 'data'))).toEqual(['manager'])
})

test('everyone who has signed in may check a file', () => {
  expect(ROLES.filter(mayCheckFiles)).toEqual(ROLES)
})

test('every other page is for everyone who has signed in', () => {
  const open = PAGES.filter((page) => !['profitability', 'data', 'sql'].includes(pageNamed(page).view ?? page))
  for (const page of open) expect(rolesFor(page)).toEqual(ROLES)
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
    expect(rolesFor(page)).toEqual(rolesFor(view))
    expect(pagesOfView(view)[0]).toBe(view)
    for (const tab of pagesOfView(view)) expect(pageNamed(tab).path).not.toContain(':')
  }
})
