import { linearScale, linePath, niceDomain } from './geometry.ts'

/** The shape of a series at a glance; the figures stand beside it, so it is hidden from readers of the page's text. */
export function Sparkline({
  values,
  width = 96,
  height = 24,
}: {
  values: (number | null)[]
  width?: number
  height?: number
}) {
  const y = linearScale(...niceDomain(values, [0]))
  const points = values.map((value, place) => ({
    x: values.length < 2 ? 0.5 : place / (values.length - 1),
    y: value === null ? null : y(value),
  }))
  return (
    <span aria-hidden className="relative inline-block" style={{ width, height }}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="chart-svg">
        <path d={linePath(points)} className="stroke-series-1" strokeWidth={1.5} fill="none" />
      </svg>
    </span>
  )
}
