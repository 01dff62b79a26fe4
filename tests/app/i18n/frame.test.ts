import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { frameMessagesFor } from '#app/i18n/dictionary.server.ts'
import { en } from '#app/i18n/en.ts'

const app = join(import.meta.dirname, '../../../app')
const FRAME = [
  ...readdirSync(join(app, 'shell')).map((file) => `shell/${file}`),
  ...['root.tsx', 'components/error-view.tsx', 'components/preference-switches.tsx'],
]

test('a page whose content is markup gets every text of the frame around it', () => {
  const known = frameMessagesFor('en')
  const missing = FRAME.flatMap((file) => {
    const named = [...readFileSync(join(app, file), 'utf8').matchAll(/'([a-z_]+(?:\.\w+)+)'/g)].map(([, key]) => key!)
    return named.filter((key) => key in en && !(key in known)).map((key) => `${file}: ${key}`)
  })
  expect(missing).toEqual([])
})

test('the browser’s tab has its name on every page of figures', () => {
  const routes = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-route.tsx'))
  const served = routes
    .map((file) => readFileSync(join(app, file), 'utf8'))
    .filter((text) => text.includes('figurePage('))
  const names = served.map((text) => /pageMeta\('([\w.]+)'\)/.exec(text)?.[1] ?? 'none')
  const known = frameMessagesFor('zh-CN')
  expect(names.length).toBeGreaterThan(7)
  expect(names.filter((key) => !(key in known))).toEqual([])
})
