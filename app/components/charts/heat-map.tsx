import { heatLevel } from './geometry.ts'

const LEVELS = ['bg-heat-0', 'bg-heat-1', 'bg-heat-2', 'bg-heat-3', 'bg-heat-4', 'bg-heat-5']
/** Cells of the map; its style sheet gives them their size. */
const CELLS = [undefined, 'h1', 'h2', 'h3', 'h4', 'h5']

interface Props {
  label: string
  /** 168 counts; place (ISO weekday − 1) × 24 + hour. */
  counts: number[]
  weekdays: string[]
  title: (weekday: string, hour: number, count: number) => string
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** Hours of the week: a row for each day, a column for each hour, darker (in dark mode lighter) for more. */
export function HeatMap({ label, counts, weekdays, title }: Props) {
  const most = Math.max(0, ...counts)
  return (
    <div
      role="img"
      aria-label={label}
      tabIndex={0}
      data-across={24}
      className="heat-map grid gap-px text-xs text-muted"
      style={{ gridTemplateColumns: 'auto repeat(24, minmax(0, 1fr))' }}
    >
      {weekdays.map((weekday, row) => [
        <span key={weekday} className="whitespace-nowrap pr-2 leading-[18px]">
          {weekday}
        </span>,
        ...HOURS.map((hour) => {
          const count = counts[row * 24 + hour] ?? 0
          return (
            <i
              key={`${weekday} ${hour}`}
              title={title(weekday, hour, count)}
              className={CELLS[heatLevel(count, most)]}
            />
          )
        }),
      ])}
      <span />
      {HOURS.map((hour) => (
        <span key={hour} className="overflow-visible whitespace-nowrap tabular-nums">
          {hour % 6 === 0 ? hour : ''}
        </span>
      ))}
    </div>
  )
}

/** What the shades stand for. */
export function HeatLegend({ most, write }: { most: number; write: (count: number) => string }) {
  return (
    <div aria-hidden className="mt-1 flex items-center gap-1 text-xs text-muted">
      <span>0</span>
      {LEVELS.map((level) => (
        <span key={level} className={`h-2.5 w-4 rounded-[2px] ${level}`} />
      ))}
      <span>{write(most)}</span>
    </div>
  )
}
