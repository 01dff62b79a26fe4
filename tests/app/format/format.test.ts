import { expect, test } from 'vitest'
import { DASH, formatFor } from '#app/format/format.ts'

const en = formatFor('en')
const zh = formatFor('zh-CN')

test('null and undefined are an en dash, never 0', () => {
  expect([en.count(null), en.rate(undefined), en.money(null), en.day(null), en.instant(null)]).toEqual(
    Array(5).fill(DASH),
  )
  expect(en.value(null, 'minutes')).toBe('–')
})

test('a rate is written as per cent with one decimal in both languages', () => {
  expect(en.rate(0.6475)).toBe('64.8%')
  expect(zh.rate(0)).toBe('0.0%')
})

test('money is CNY; large amounts are shortened in the units of the language', () => {
  expect(en.money(151_557)).toBe('¥151,557')
  expect(en.moneyCompact(1_234_567)).toBe('¥1.23M')
  expect(zh.moneyCompact(1_234_567)).toBe('¥123万')
})

test('changes carry their sign, and no change carries none', () => {
  expect(en.signedCount(12)).toBe('+12')
  expect(en.signedCount(-12)).toBe('-12')
  expect(en.signedCount(0)).toBe('0')
})

test('a local day is the same day in every time zone of the machine', () => {
  expect(en.day('2026-03-01')).toBe('Mar 1, 2026')
  expect(zh.day('2026-03-01')).toBe('2026年3月1日')
  expect(en.month('2026-03-01')).toBe('Mar 2026')
})

test('an instant is written in the zone of the center, by default in that of the network', () => {
  expect(en.instant('2026-03-01T16:30:00.000Z')).toBe('Mar 2, 2026, 00:30')
  expect(en.instant('2026-03-01T16:30:00.000Z', 'Asia/Urumqi')).toBe('Mar 1, 2026, 22:30')
})

test('weekdays begin with Monday', () => {
  expect(en.weekdays).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
})

test('an age is in the largest unit that is not 0', () => {
  expect(en.age(20)).toBe('1 min. ago')
  expect(en.age(7_200)).toBe('2 hr. ago')
  expect(zh.age(3 * 86_400)).toBe('3天前')
})

test('a unit of the registry decides how a value is written', () => {
  expect(en.value(0.5, 'rate')).toBe('50.0%')
  expect(en.value(1234.56, 'minutes')).toBe('1,234.6')
  expect(en.value(0.7345, 'coefficient')).toBe('0.73')
})
