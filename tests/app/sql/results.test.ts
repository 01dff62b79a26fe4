import { expect, test } from 'vitest'
import { chooseChart, positionOf } from '#app/console/logic/chart-choice.ts'
import { chartOf, withChart } from '#app/console/logic/chart-setting.ts'
import { copyText } from '#app/console/logic/copy.ts'
import { displayed } from '#app/console/logic/display.ts'
import { allFormatted, numbersOf, withFormat, withNumbers } from '#app/console/logic/number-setting.ts'
import { planOf, planText } from '#app/console/logic/plan.ts'
import { withoutSettings } from '#app/console/logic/statement-settings.ts'
import { histogramOf, statisticsOf } from '#app/console/logic/statistics.ts'
import { columnKind, sortedPlaces } from '#app/console/logic/values.ts'

const column = (name: string, type: string) => ({ name, type })

test('types say how a column is treated', () => {
  const types = [
    'BIGINT',
    'DECIMAL(14,2)',
    'DATE',
    'TIMESTAMP WITH TIME ZONE',
    'BOOLEAN',
    'VARCHAR',
    'VARCHAR[]',
    'INTERVAL',
    'TIME',
  ]
  expect(types.map(columnKind)).toEqual([
    'number',
    'number',
    'date',
    'timestamp',
    'boolean',
    'text',
    'nested',
    'text',
    'text',
  ])
})

test('numbers sort by size, also those that come as text, and nulls stand last both ways', () => {
  const rows = [[10], [null], ['12345678901234567.89'], [9], [-1]]
  expect(sortedPlaces(rows, 0, 'number', false)).toEqual([4, 3, 0, 2, 1])
  expect(sortedPlaces(rows, 0, 'number', true)).toEqual([2, 0, 3, 4, 1])
  expect(sortedPlaces([['b'], [null], ['a']], 0, 'text', true)).toEqual([0, 2, 1])
})

test('a column of numbers has mean, median and a histogram; nulls count apart', () => {
  const statistics = statisticsOf([[1], [2], [null], [4], [4]], 0, 'number')
  expect(statistics).toMatchObject({ rows: 5, nulls: 1, distinct: 3, least: 1, greatest: 4, mean: 2.75, median: 3 })
  expect(statistics.histogram.reduce((sum, bin) => sum + bin.count, 0)).toBe(4)
})

test('the greatest value is in the last bin, and a constant has one', () => {
  expect(histogramOf([0, 1, 2, 3, 4], 4).map((bin) => bin.count)).toEqual([1, 1, 1, 2])
  expect(histogramOf([7, 7])).toEqual([{ from: 7, to: 7, count: 2 }])
})

test('a column of texts has its most frequent values and no mean; an empty one has nothing', () => {
  expect(statisticsOf([['b'], ['a'], ['b']], 0, 'text')).toMatchObject({
    frequent: [
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
    ],
    mean: null,
    least: 'a',
    greatest: 'b',
  })
  expect(statisticsOf([[null]], 0, 'number')).toMatchObject({ least: null, mean: null, median: null, histogram: [] })
})

test('a copy is TSV, CSV or a Markdown table, with headings, and nulls are empty', () => {
  const rows = [
    ['a,"b"', 1.5, null],
    ['x|y\nz', -2, true],
  ]
  expect(copyText(['t', 'n', 'o'], rows, 'csv')).toBe('t,n,o\r\n"a,""b""",1.5,\r\n"x|y\nz",-2,true')
  expect(copyText(['t', 'n', 'o'], rows, 'tsv')).toBe('t\tn\to\na,"b"\t1.5\t\nx|y z\t-2\ttrue')
  expect(copyText(['t', 'n', 'o'], rows, 'markdown')).toBe(
    '| t | n | o |\n| --- | --- | --- |\n| a,"b" | 1.5 |  |\n| x\\|y<br>z | -2 | true |',
  )
})

test('a text that a spreadsheet would take for a formula stays text, a negative number stays a number', () => {
  expect(copyText(['c'], [['=1+1'], ['@x'], [-5], ['-5.25'], ['＝1']], 'csv')).toBe(
    "c\r\n'=1+1\r\n'@x\r\n-5\r\n-5.25\r\n'＝1",
  )
})

test('values over days are lines, by a column of few values in several colours', () => {
  const rows = [
    ['2026-03-01', 'CT', 5],
    ['2026-03-01', 'MR', 6],
    ['2026-03-02', 'CT', 7],
  ]
  const columns = [column('day', 'DATE'), column('modality', 'VARCHAR'), column('exams', 'BIGINT')]
  expect(chooseChart(columns, rows)).toEqual({ kind: 'line', x: 0, y: 2, series: 1 })
})

test('weekday and hour with one value each are a heat map, the longer one across', () => {
  const rows = [1, 2].flatMap((weekday) => [8, 9, 10, 11].map((hour) => [weekday, hour, weekday * hour]))
  const columns = [column('weekday', 'BIGINT'), column('hour', 'BIGINT'), column('rate', 'DOUBLE')]
  expect(chooseChart(columns, rows)).toEqual({ kind: 'heat', x: 1, y: 2, series: 0 })
})

test('one category gives bars, two measures points, no measure nothing', () => {
  expect(
    chooseChart(
      [column('payer', 'VARCHAR'), column('n', 'BIGINT')],
      [
        ['a', 1],
        ['b', 2],
      ],
    ),
  ).toMatchObject({ kind: 'bar', x: 0 })
  expect(
    chooseChart(
      [column('dose', 'DOUBLE'), column('minutes', 'DOUBLE')],
      [
        [1, 2],
        [2, 3],
      ],
    ),
  ).toMatchObject({ kind: 'scatter', x: 0, y: 1 })
  expect(chooseChart([column('name', 'VARCHAR')], [['a'], ['b']])).toBeNull()
  expect(chooseChart([column('n', 'BIGINT')], [[1]])).toBeNull()
})

test('days and instants have their place on a time axis, whatever the zone of the machine', () => {
  expect(positionOf('date', '1970-01-02')).toBe(86_400_000)
  expect(positionOf('timestamp', '1970-01-01T00:00:01')).toBe(1000)
  expect(positionOf('timestamp', '1970-01-01T00:00:01.000Z')).toBe(1000)
  expect(positionOf('date', null)).toBeNull()
})

const ANALYZED = {
  latency: 0.006,
  extra_info: {},
  children: [
    {
      operator_name: 'EXPLAIN_ANALYZE',
      operator_timing: 0,
      children: [
        {
          operator_name: 'HASH_GROUP_BY',
          operator_timing: 0.001,
          operator_cardinality: 3,
          extra_info: { Groups: '#0', 'Estimated Cardinality': '50' },
          children: [
            {
              operator_name: 'SEQ_SCAN ',
              operator_timing: 0.003,
              operator_cardinality: 2686,
              extra_info: { Table: 'exam', Filters: ['a', 'b'] },
              children: [],
            },
          ],
        },
      ],
    },
  ],
}

test('a profile becomes a tree with times, rows, estimates and shares of the time', () => {
  const [group] = planOf(ANALYZED)
  expect(group).toMatchObject({ name: 'HASH GROUP BY', rows: 3, estimated: 50, seconds: 0.001, share: 0.25 })
  expect(group!.children[0]).toMatchObject({ name: 'SEQ SCAN', rows: 2686, estimated: null, share: 0.75 })
  expect(group!.children[0]!.details).toEqual([
    { name: 'Table', value: 'exam' },
    { name: 'Filters', value: 'a, b' },
  ])
  expect(planText(planOf(ANALYZED))).toBe(
    'HASH GROUP BY | 1.00 ms, 3 rows, 50 estimated | Groups: #0\n  SEQ SCAN | 3.00 ms, 2686 rows | Table: exam | Filters: a, b',
  )
})

test('a plan without a run has estimates only; what is no plan has no steps', () => {
  const text = JSON.stringify([{ name: 'SEQ_SCAN', children: [], extra_info: { 'Estimated Cardinality': '7' } }])
  expect(planOf(text)).toMatchObject([{ name: 'SEQ SCAN', rows: null, estimated: 7, seconds: null, share: null }])
  expect(planOf('no json')).toEqual([])
  expect(planOf(null)).toEqual([])
})

test('values are written as the engine has them, and for people on wish', () => {
  const numbers = { cny: 'thousands', no_show_rate: 'percent', rated: 'thousands' } as const
  const look = { zone: 'Asia/Shanghai', locale: 'en' as const, numbers }
  expect([displayed(1234567.5, 'DOUBLE'), displayed(1234567.5, 'DOUBLE', look, 'cny')]).toEqual([
    '1234567.5',
    '1,234,567.5',
  ])
  expect([displayed(0.25, 'DOUBLE', look, 'no_show_rate'), displayed(3, 'BIGINT', look, 'rated')]).toEqual(['25%', '3'])
  expect([displayed(1234, 'BIGINT', look, 'year'), displayed('1234', 'VARCHAR', look, 'cny')]).toEqual(['1234', '1234'])
  // Past 2^53 a number comes as its digits, and keeps each.
  expect(displayed('9007199254740993', 'BIGINT', look, 'cny')).toBe('9,007,199,254,740,993')
  const instant = '2026-03-08T15:30:00.000Z'
  expect([
    displayed(instant, 'TIMESTAMP WITH TIME ZONE'),
    displayed(instant, 'TIMESTAMP WITH TIME ZONE', look),
  ]).toEqual(['2026-03-08 15:30:00Z', '2026-03-08 23:30:00'])
  expect(displayed('2026-03-08T15:30:00', 'TIMESTAMP', look)).toBe('2026-03-08 15:30:00')
})

test('how a result is drawn stands in its statement, and goes with it', () => {
  const columns = [column('day', 'DATE'), column('exams', 'BIGINT'), column('it’s "so"', 'VARCHAR')]
  const choice = { kind: 'bar' as const, x: 0, y: 1, series: 2 }
  const sql = withChart('SELECT 1 -- chart: later\nFROM exam', choice, columns)
  expect(chartOf(sql, columns)).toEqual(choice)
  expect(withChart(sql, { ...choice, series: null }, columns).match(/-- chart: \{/g)).toHaveLength(1)
  expect(withoutSettings(sql)).toBe('SELECT 1 -- chart: later\nFROM exam')
  expect([chartOf(sql, columns.slice(0, 2)), chartOf("SELECT '-- chart: {}'", columns)]).toEqual([null, null])
})

test('how numbers are written stands in the statement beside its chart, by column', () => {
  const columns = [column('center', 'VARCHAR'), column('exams', 'BIGINT'), column('no_show_rate', 'DOUBLE')]
  const all = allFormatted(columns)
  expect(all).toEqual({ exams: 'thousands', no_show_rate: 'percent' })
  const choice = { kind: 'bar' as const, x: 0, y: 1, series: null }
  const sql = withNumbers(withChart('SELECT 1', choice, columns), withFormat(all, 'exams', null))
  expect([numbersOf(sql), chartOf(sql, columns)]).toEqual([{ no_show_rate: 'percent' }, choice])
  expect(withNumbers(sql, {})).toBe(withChart('SELECT 1', choice, columns))
  expect(withoutSettings(sql)).toBe('SELECT 1')
  expect([numbersOf('SELECT 1'), numbersOf('-- numbers: {"a":"roman","b"\nSELECT 1')]).toEqual([{}, {}])
})
