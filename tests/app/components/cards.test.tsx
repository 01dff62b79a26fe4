// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { DataTable } from '#app/components/ui/data-table.tsx'
import { MetricHeading } from '#app/components/metric-heading.tsx'
import { draw } from '#tests/support/render.tsx'

const ROWS = [{ name: 'C001', n: 1 }]
const column = (key: string, label: React.ReactNode) => ({ key, label, cell: () => key })
const table = (labels: React.ReactNode[]) => (
  <DataTable
    caption="Centers"
    empty=""
    rows={ROWS}
    rowKey={(row) => row.name}
    columns={labels.map((label, place) => column(`k${place}`, label))}
  />
)
const frame = (drawn: HTMLElement) => drawn.querySelector<HTMLElement>('[role=region]')!

test('a table of six columns tells its headings once, for cards on a phone', () => {
  const minutes = <MetricHeading key="m" id="wait_minutes_median" />
  const labels = ['Center', 'Exams', minutes, <span key="s">Rate</span>, 'Say "so"', <b key="b">{['a', 'b']}</b>]
  const { className, style } = frame(draw(table(labels)))
  expect(className).toContain('cards')
  expect(['--c2', '--c3', '--c4', '--c5', '--c6'].map((name) => style.getPropertyValue(name))).toEqual([
    ...['"Exams"', '"Wait, median (min)"', '"Rate"', '"Say \\22 so\\22 "', '""'],
  ])
})

test('a table of five columns stays a table', () => {
  const { className, style } = frame(draw(table(['Center', 'A', 'B', 'C', 'D'])))
  expect([className.includes('cards'), style.getPropertyValue('--c2')]).toEqual([false, ''])
})
