import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '#app/i18n/en.ts'

const etl = join(import.meta.dirname, '../../etl')
const source = readdirSync(etl, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(etl, path), 'utf8'))
  .join('\n')

const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, name]) => name!.trim()))]

test('everything that a run says it is doing, and every step that it times, has words', () => {
  const doing = found(/\.step\(\s*['`]([a-z ]+)(?=['`$])/g).map((name) => `doing.${name.replaceAll(' ', '_')}`)
  const steps = found(/imes\.time\(\s*'(\w+)'/g).map((name) => `run_step.${name}`)
  expect([doing.length > 8, steps.length > 8]).toEqual([true, true])
  expect([...doing, ...steps].filter((key) => !(key in en))).toEqual([])
})
