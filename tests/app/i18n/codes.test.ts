import { expect, test } from 'vitest'
import { en } from '#app/i18n/en.ts'
import { formatFor } from '#app/format/format.ts'
import { contracts } from '#etl/contracts/index.ts'
import type { Reason } from '#etl/file-check/judge.ts'
import type { RunOrigin } from '#etl/operation/outcomes.ts'
import { metrics } from '#queries/metrics.ts'
import type { Unit } from '#queries/metric/define.ts'

// Codes that the program's own types name are held by app/i18n/codes.ts; these come with the data.
const withoutText = (prefix: string, codes: readonly string[]) =>
  codes.map((code) => `${prefix}.${code}`).filter((key) => !(key in en))

const allowed = (feed: string, column: string) =>
  contracts.find((c) => c.feed === feed)?.columns.find((c) => c.name === column)?.allowed ?? []

test.each([
  ['payer', 'billing', 'payer_class'],
  ['cost', 'costs', 'category'],
  ['behaviour', 'costs', 'behaviour'],
  ['fault_severity', 'scanner_log', 'severity'],
])('every value of %s has a text', (prefix, feed, column) => {
  expect(allowed(feed, column)).not.toEqual([])
  expect(withoutText(prefix, allowed(feed, column))).toEqual([])
})

test('every feed has a name', () => {
  expect(withoutText('feed', [...contracts.map((c) => c.feed), 'reference', 'snapshot'])).toEqual([])
})

test('every reason of a rejected row and everything that starts a run has a text', () => {
  const reasons: Record<Reason, true> = {
    ...{ missing_value: true, bad_type: true, not_allowed: true, out_of_range: true, time_order: true },
    ...{ unknown_center: true, unknown_scanner: true, wrong_center: true, malformed: true },
    ...{ unreadable_file: true, missing_column: true, unknown_feed: true, repeated_key: true },
  }
  const triggers: Record<RunOrigin['trigger'], true> = { command: true, schedule: true, request: true, made_up: true }
  for (const prefix of ['reason', 'check_file.reason', 'check_file.do'])
    expect(withoutText(prefix, Object.keys(reasons))).toEqual([])
  expect(withoutText('trigger', Object.keys(triggers))).toEqual([])
})

// What 0.95 of each unit looks like: a rate is per cent, an amount has its currency, and only they.
const LOOK: Record<Unit, string> = {
  count: '1',
  minutes: '1',
  rate: '95.0%',
  cny: '¥1',
  coefficient: '0.95',
  mgy: '0.95',
  mgy_cm: '0.95',
}

test('a figure of every unit is written as that unit', () => {
  const { value } = formatFor('en')
  const seen = new Set(metrics.map(({ unit }) => unit))
  expect([...seen].filter((unit) => !(unit in LOOK))).toEqual([])
  for (const [unit, look] of Object.entries(LOOK)) expect([unit, value(0.95, unit as Unit)]).toEqual([unit, look])
})
