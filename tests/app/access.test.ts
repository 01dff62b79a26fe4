import { expect, test } from 'vitest'
import { mayCheckFiles, mayOpen, maySeeMoney, PAGES, ROLES, rolesFor } from '#app/access.ts'

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
  const open = PAGES.filter((page) => !['profitability', 'data', 'sql'].includes(page))
  for (const page of open) expect(rolesFor(page)).toEqual(ROLES)
})

test('whoever may not open profitability sees no money anywhere', () => {
  expect(ROLES.filter(maySeeMoney)).toEqual(['executive', 'admin'])
})
