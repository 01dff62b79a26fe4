import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { landingPage } from '#etl/contracts/document.ts'

test('docs/landing.md says what the contracts say', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/landing.md'), 'utf8')
  expect(page).toBe(landingPage())
})
