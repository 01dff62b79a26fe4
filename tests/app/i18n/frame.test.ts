import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { frameMessagesFor } from '#app/i18n/dictionary.server.ts'
import { en } from '#app/i18n/en.ts'

const app = join(import.meta.dirname, '../../../app')
const textOf = (file: string) => readFileSync(join(app, file), 'utf8')
/** Keys of texts that a file names, known ones. */
const keysIn = (file: string) =>
  [...textOf(file).matchAll(/'([a-z_]+(?:\.\w+)+)'/g)].map(([, key]) => key!).filter((key) => key in en)

/** A view's file and all that it imports, but what it draws on the server alone (a dynamic import) and what only types need. */
function importedBy(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file) || file.includes('.server.')) return known
  known.add(file)
  for (const [, name] of textOf(file).matchAll(/^import (?!type)[^'`]*? from '(\.[^']+\.tsx)'/gm))
    importedBy(join(file, '..', name!), known)
  return known
}
const FRAME = [
  ...readdirSync(join(app, 'shell')).map((file) => `shell/${file}`),
  ...['root.tsx', 'components/error-view.tsx', 'components/preference-switches.tsx'],
]

test('a page whose content is markup gets every text of the frame around it', () => {
  const known = frameMessagesFor('en', 'overview')
  const missing = FRAME.flatMap((file) => {
    return keysIn(file)
      .filter((key) => !(key in known))
      .map((key) => `${file}: ${key}`)
  })
  expect(missing).toEqual([])
})

test('the browser’s tab has its name on every page of figures', () => {
  const routes = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-route.tsx'))
  const served = routes
    .map((file) => readFileSync(join(app, file), 'utf8'))
    .filter((text) => text.includes('figurePage('))
  const names = served.map((text) => /pageMeta\('([\w.]+)'\)/.exec(text)?.[1] ?? 'none')
  const known = frameMessagesFor('zh-CN', 'overview')
  expect(names.length).toBeGreaterThan(7)
  expect(names.filter((key) => !(key in known))).toEqual([])
})

test('what lives in the browser from the first document on has its texts there', () => {
  const missing = (['plan', 'data'] as const).flatMap((page) => {
    const known = frameMessagesFor('en', page)
    const files = [...importedBy(`${page}/${page}-route.tsx`)]
    expect(files.length).toBeGreaterThan(5)
    return files.flatMap((file) =>
      keysIn(file)
        .filter((key) => !(key in known))
        .map((key) => `${file}: ${key}`),
    )
  })
  expect(missing).toEqual([])
})
