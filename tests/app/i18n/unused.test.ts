import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '#app/i18n/en.ts'

const app = join(import.meta.dirname, '../../../app')
const source = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/^i18n[\\/].*(en|zh)\.ts$/.test(path))
  .map((path) => readFileSync(join(app, path), 'utf8'))
  .join('\n')

// Keys that are put together: `t(`period.${preset}`)`, `code('signal', kind)`, `<StatusTag prefix="step_status" …>`.
const PREFIXES = [
  ...source.matchAll(/`([a-z_]+(?:\.[a-z_]+)*)\.\$\{/g),
  ...source.matchAll(/\bcode\(\s*'([a-z_.]+)'/g),
  ...source.matchAll(/\bprefix="([a-z_.]+)"/g),
].map(([, prefix]) => prefix)

test('every text is used somewhere', () => {
  const literals = new Set([...source.matchAll(/'([a-z_]+(?:\.\w+)+)'/g)].map(([, key]) => key))
  const unused = Object.keys(en).filter(
    (key) => !literals.has(key) && !PREFIXES.includes(key.slice(0, key.lastIndexOf('.'))),
  )
  expect(unused).toEqual([])
})
