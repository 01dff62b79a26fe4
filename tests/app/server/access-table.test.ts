import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accessTable, withAccessTable } from '#app/server/access-table.ts'

test('README says who sees what as app/access.ts does', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toBe(withAccessTable(readme))
})

test('an executive sees money and no single exam, an analyst the other way round', () => {
  expect(accessTable()).toContain('| `executive` | yes | yes | – | dose, audit, exam, cases | – | – | – |')
  expect(accessTable()).toContain('| `analyst` | yes | – | yes | profitability | – | – | – |')
})
