import { expect, test } from 'vitest'
import { audited } from '#tests/lighthouse/audit.ts'
import { asMarkdown, shortfalls } from '#tests/lighthouse/targets.ts'

const REPORT = {
  categories: {
    performance: { score: 0.93, auditRefs: [] },
    accessibility: { score: 0.96, auditRefs: [{ id: 'color-contrast' }, { id: 'image-alt' }] },
  },
  audits: {
    'color-contrast': { score: 0, scoreDisplayMode: 'binary' },
    'image-alt': { score: 1, scoreDisplayMode: 'binary' },
    'cumulative-layout-shift': { score: 1, scoreDisplayMode: 'numeric', numericValue: 0.031 },
    'largest-contentful-paint': { score: 1, scoreDisplayMode: 'numeric', numericValue: 1234 },
    'total-blocking-time': { score: 1, scoreDisplayMode: 'numeric', numericValue: 56 },
  },
}

test('a page that falls short says in what, each form by its own target', () => {
  const found = audited(REPORT)
  expect(found).toMatchObject({ performance: 93, accessibility: 96, cls: 0.031, faults: ['color-contrast'] })
  expect(shortfalls({ page: 'dose', form: 'desktop', ...found })).toEqual([
    'dose, desktop: performance 93 is below 95',
    'dose, desktop: accessibility 96 (color-contrast)',
    'dose, desktop: layout shift 0.031 is above 0.02',
  ])
  expect(shortfalls({ page: 'dose', form: 'mobile', ...found, accessibility: 100, cls: 0.02 })).toEqual([])
})

test('a page that Lighthouse could not open is no page with a score of 0', () => {
  expect(() => audited({ ...REPORT, runtimeError: { message: 'NO_FCP' } })).toThrow('NO_FCP')
})

test('the document has a line for each page and form', () => {
  const [heading, rule, line] = asMarkdown([{ page: 'dose', form: 'mobile', ...audited(REPORT) }]).split('\n')
  expect([heading!.split('|').length, rule!.split('|').length]).toEqual([9, 9])
  expect(line).toBe('| dose | mobile | 93 | 96 | 0.031 | 1.2 | 56 |')
})
