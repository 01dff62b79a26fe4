import { expect, test } from 'vitest'
import { publishedTables } from '#etl/schema/index.ts'
import { metric, metrics } from '#queries/metrics.ts'

test('every metric has its own id and says everything in both languages', () => {
  expect(new Set(metrics.map((m) => m.id)).size).toBe(metrics.length)
  for (const { label, short, definition, grain, exclusions } of metrics)
    for (const text of [label, short, definition, grain, ...exclusions]) {
      expect(text.en.length).toBeGreaterThan(1)
      expect(text.zh).toMatch(/[\u4e00-\u9fffκFA]/)
    }
})

test('every source is a published table', () => {
  const published = new Set(publishedTables.map((t) => `${t.schema}.${t.name}`))
  expect(metrics.flatMap((m) => m.source).filter((name) => !published.has(name))).toEqual([])
})

test('concordance is never called accuracy', () => {
  const words = metrics.flatMap((m) => [
    m.label.en,
    m.short.en,
    m.definition.en,
    m.label.zh,
    m.short.zh,
    m.definition.zh,
  ])
  expect(words.filter((text) => /accura|准确/i.test(text))).toEqual([])
})

test('an id that nobody defined is refused', () => {
  expect(() => metric('no_such')).toThrow(/no_such/)
})
