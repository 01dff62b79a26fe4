import { expect, test } from 'vitest'
import {
  CLASS_ROLES,
  classesOf,
  mayCheckFiles,
  mayOpen,
  maySeeMoney,
  maySeePersons,
  PAGES,
  ROLES,
  rolesFor,
} from '#app/access.ts'

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
  const open = PAGES.filter((page) => !['exam', 'profitability', 'data', 'sql'].includes(page))
  for (const page of open) expect(rolesFor(page)).toEqual(ROLES)
})

test('a page of single exams is for those who work on cases', () => {
  expect(rolesFor('exam')).toEqual(['manager', 'qa', 'analyst', 'admin'])
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
