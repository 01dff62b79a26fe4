import { expect, test } from 'vitest'
import { placeName } from '#app/format/places.ts'

test('provinces and cities stand in the reader’s language, however the source writes them', () => {
  expect(['浙江', '浙江省', '西安市', '内蒙古自治区', '香港'].map((name) => placeName(name, 'en'))).toEqual([
    'Zhejiang',
    'Zhejiang',
    'Xi’an',
    'Inner Mongolia',
    'Hong Kong',
  ])
  expect(placeName('浙江', 'zh-CN')).toBe('浙江')
})

test('a place that nobody named stays as it is written', () => {
  expect([placeName('Bavaria', 'en'), placeName('某县', 'en')]).toEqual(['Bavaria', '某县'])
})
