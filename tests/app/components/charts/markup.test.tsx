// @vitest-environment jsdom
import type { ReactElement } from 'react'
import { expect, test } from 'vitest'
import { ProvinceTiles } from '#app/overview/province-tiles.tsx'
import { PROVINCE_PLACES } from '#app/format/province-places.ts'
import { ChartFigure } from '#app/components/charts/chart-figure.tsx'
import { FunnelPlot } from '#app/components/charts/funnel-plot.tsx'
import { HeatMap } from '#app/components/charts/heat-map.tsx'
import { RowChart } from '#app/components/charts/row-chart.tsx'
import { TimeSeries } from '#app/components/charts/time-series.tsx'
import { Waterfall } from '#app/components/charts/waterfall.tsx'
import { draw } from '#tests/support/render.tsx'

/** The markup, an element a line, without classes: what is drawn where, not how it looks. */
function drawing(chart: ReactElement): string {
  const { innerHTML } = draw(chart)
  const round = (digits: string) => String(Math.round(Number(digits) * 100) / 100)
  return innerHTML
    .replace(/ class="[^"]*"/g, '')
    .replace(/\d+\.\d{3,}/g, round)
    .replace(/></g, '>\n<')
}

const write = (value: number) => value.toFixed(1)

const days = (...values: (number | null)[]) => [
  {
    ...{ key: 'a', color: 1 as const, dots: true },
    points: values.map((value, i) => ({ day: `2026-03-0${i + 1}`, value, title: `day ${i + 1}` })),
  },
]
const time = (...values: (number | null)[]) => (
  <TimeSeries label="exams" series={days(...values)} write={write} writeDay={(day) => day.slice(8)} fromZero />
)
const rows = (...values: (number | null)[]) => (
  <RowChart
    label="rates"
    kind="point"
    write={write}
    domain={[0, 1]}
    rows={values.map((value, i) => ({
      ...{ key: `r${i}`, label: `row ${i}`, value, low: value === null ? null : value - 0.1 },
      ...{ high: value === null ? null : value + 0.1, text: value === null ? '–' : write(value), title: `row ${i}` },
    }))}
  />
)
const funnel = (...values: (number | null)[]) => (
  <FunnelPlot
    {...{ label: 'rates by n', target: 0.5, write, writeCount: String, xName: 'n' }}
    points={values.map((value, i) => ({
      ...{ key: `p${i}`, n: (i + 1) * 25, value, title: `center ${i}` },
      ...{ alert: value === 1, notable: false },
    }))}
    curve={[25, 100].map((n) => ({ n, lower_95: 0.3, upper_95: 0.7, lower_998: 0.2, upper_998: 0.8 }))}
  />
)
const fall = (...amounts: (number | null)[]) => (
  <Waterfall
    label="money"
    bars={amounts.map((amount, i) => ({
      ...{ key: `b${i}`, label: `bar ${i}`, kind: i === 0 ? 'total' : 'change', amount },
      text: amount === null ? '–' : write(amount),
      title: `bar ${i}`,
    }))}
  />
)

test.each<[name: string, chart: ReactElement]>([
  ['a time series', time(2, 4, 3)],
  ['a time series with a gap where there is no value', time(2, null, 3)],
  ['a time series of one point', time(2)],
  ['a time series of no point', time()],
  ['rows with intervals', rows(0.2, 0.8)],
  ['a row without a value', rows(0.2, null)],
  ['one row', rows(0.5)],
  ['no row', rows()],
  ['a funnel', funnel(0.4, 0.5, 1)],
  ['a funnel with a center below the minimum count', funnel(null, 0.5)],
  ['a funnel of one center', funnel(0.5)],
  ['a funnel of no center', funnel()],
  ['a waterfall', fall(100, -30, 10)],
  ['a waterfall with an unknown step', fall(100, null, 10)],
  ['a waterfall of one bar', fall(100)],
  ['a waterfall of no bar', fall()],
])('%s is drawn as it was', (_, chart) => {
  expect(drawing(chart)).toMatchSnapshot()
})

test('a missing value leaves a gap in the line; two that stand alone are joined by none', () => {
  const lines = (chart: ReactElement) =>
    [...draw(chart).querySelectorAll('path')].map((path) => path.getAttribute('d') ?? '').filter((d) => d.includes('L'))
  expect(
    lines(time(2, 4, 3))
      .join('')
      .match(/M/g),
  ).toHaveLength(1)
  expect(
    lines(time(2, 4, null, 4, 3))
      .join('')
      .match(/M/g),
  ).toHaveLength(2)
  expect(lines(time(2, null, 3))).toEqual([])
})

test('no chart writes NaN or undefined, whatever is missing', () => {
  const charts = [time, rows, funnel, fall].flatMap((chart) => [chart(), chart(null), chart(null, null), chart(0)])
  for (const chart of charts) expect(drawing(chart)).not.toMatch(/NaN|undefined|Infinity/)
})

test('the hours of the week are 168 cells, each with its words; no exam at all is drawn too', () => {
  const cells = (counts: number[]) =>
    draw(
      <HeatMap label="hours" counts={counts} weekdays={[...'1234567']} title={(d, h, n) => `${d} ${h}: ${n}`} />,
    ).querySelectorAll('[title]')
  const filled = cells(Array.from({ length: 168 }, (_, i) => i))
  expect(filled).toHaveLength(168)
  expect(filled[25]?.getAttribute('title')).toBe('2 1: 25')
  expect(cells(Array<number>(168).fill(0))).toHaveLength(168)
})

test('every province has a square of its own; those with centers are links, however many they are', () => {
  const tiles = (...shown: string[]) =>
    PROVINCE_PLACES.map((at) => ({
      ...{ ...at, name: at.province, text: '', title: at.province, value: shown.includes(at.code) ? 0 : null },
      href: shown.includes(at.code) ? `/?province=${at.code}` : null,
    }))
  const links = (...shown: string[]) =>
    [...draw(<ProvinceTiles label="map" tiles={tiles(...shown)} isShort />).querySelectorAll('a')].map((a) =>
      a.getAttribute('href'),
    )
  expect(new Set(PROVINCE_PLACES.map(({ column, row }) => `${column} ${row}`)).size).toBe(34)
  expect(links('ZJ', 'HL')).toEqual(['/?province=HL', '/?province=ZJ'])
  expect(links()).toEqual([])
})

test('every chart stands in a figure with its words and its figures as a table', () => {
  const drawn = draw(
    <ChartFigure title="Exams" summary="Two days." table={{ columns: [{ label: 'Day' }], rows: [['1'], ['2']] }}>
      {time(1, 2)}
    </ChartFigure>,
  )
  expect(drawn.querySelector('figure figcaption')?.textContent).toContain('Two days.')
  expect([...drawn.querySelectorAll('tbody td')].map((cell) => cell.textContent)).toEqual(['1', '2'])
})
