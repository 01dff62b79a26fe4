import { dayNumber, dayTicks, linearScale, niceDomain, stackedPaths, valueTicks } from './geometry.ts'
import { Plot } from './plot.tsx'
import type { Part } from './stacked-rows.tsx'

interface Props {
  label: string
  parts: Part[]
  days: { day: string; values: (number | null)[] }[]
  yName: string
  write: (value: number) => string
  writeDay: (day: string) => string
}

/** What each day's whole is made of, a bar a day; days that are not given are gaps. */
export function StackedDays({ label, parts, days, yName, write, writeDay }: Props) {
  const names = days.map(({ day }) => day)
  const first = dayNumber(names[0] ?? '1970-01-01')
  const x = linearScale(first, dayNumber(names.at(-1) ?? '1970-01-01') + 1)
  const totals = days.map(({ values }) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0))
  const y = linearScale(...niceDomain(totals, [0]))
  const width = x(first + 1) - x(first)
  const paths = stackedPaths(
    days.map(({ day, values }) => ({ x: x(dayNumber(day)), values })),
    parts.length,
    width,
    y,
  )
  return (
    <Plot height={200} label={label} yName={yName} x={dayTicks(names, writeDay, x)} y={valueTicks(y, write)}>
      {parts.map((part, place) => (
        <path key={part.key} d={paths[place]} className={part.className} stroke="none" />
      ))}
    </Plot>
  )
}
