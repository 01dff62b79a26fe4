import type { OperatingPoint, Thresholds } from '#queries/product/product-types.ts'
import { dotPath, linearScale, linePath, valueTicks } from '../components/charts/geometry.ts'
import { Plot } from '../components/charts/plot.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const place = ({ tp, fp, fn, tn }: OperatingPoint) => ({ x: fp / Math.max(1, fp + tn), y: tp / Math.max(1, tp + fn) })

/** Sensitivity against false alarms over all thresholds, with today's point and the one asked for. */
export function RocPlot({ thresholds, label }: { thresholds: Thresholds; label: string }) {
  const { t, format } = useI18n()
  const unit = linearScale(0, 1)
  const ticks = valueTicks(unit, format.rateShort, 5)
  const points = [...thresholds.curve].reverse().map(place)
  const title = (point: OperatingPoint) =>
    `${format.decimal(point.threshold)}: ${format.rate(point.sensitivity.value)} · ${format.rate(point.specificity.value)}`
  const [today, asked] = [place(thresholds.today), place(thresholds.asked)]
  return (
    <Plot
      height={300}
      label={label}
      x={ticks}
      y={ticks}
      yName={t('thresholds.y')}
      xName={t('thresholds.x')}
      gutter={3.25}
    >
      <path d="M0 100L100 0" className="stroke-muted" strokeDasharray="4 3" fill="none" />
      <path
        d={linePath([{ x: 0, y: 0 }, ...points, { x: 1, y: 1 }])}
        className="stroke-series-1"
        strokeWidth={1.75}
        fill="none"
      />
      <path d={dotPath(today.x, today.y)} className="stroke-series-1" strokeWidth={11} strokeLinecap="round">
        <title>{title(thresholds.today)}</title>
      </path>
      {thresholds.is_asked && (
        <path d={dotPath(asked.x, asked.y)} className="stroke-bad" strokeWidth={10} strokeLinecap="square">
          <title>{title(thresholds.asked)}</title>
        </path>
      )}
    </Plot>
  )
}
