import { Link } from '@remix-run/react'
import { useFilterLink } from '../../filter-links.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import type { ScannerUse } from '../../throughput/throughput-model.ts'
import { ChartFigure } from './chart-figure.tsx'
import { RowChart } from './row-chart.tsx'

/** Room utilization of each scanner; the busiest rooms, the rest in the table of figures. */
export function ScannerUseChart({ use: { drawn, known, total } }: { use: ScannerUse }) {
  const { t, format, metric } = useI18n()
  const link = useFilterLink()
  const { label, short } = metric('utilization_rate')
  return (
    <ChartFigure
      title={t('scanner_use.title', { label })}
      summary={
        known === 0
          ? t('table.empty')
          : `${short} ${t(known > drawn.length ? 'scanner_use.summary_ends' : 'scanner_use.summary', { n: format.count(known), total: format.count(total) })}`
      }
      table={{
        columns: [
          { label: t('filter.scanner') },
          { label: t('filter.center') },
          { label: t('filter.modality') },
          { label, numeric: true },
        ],
        rows: drawn.map((s) => [s.scanner_id, s.center_code, s.modality, format.rate(s.utilization_rate)]),
      }}
    >
      <RowChart
        label={label}
        kind="bar"
        domain={[0, Math.max(1, ...drawn.map((s) => s.utilization_rate ?? 0))]}
        write={format.rateShort}
        textWidth="3.5rem"
        rows={drawn.map((s) => ({
          key: s.scanner_id,
          label: (
            <Link to={link(`/scanners/${encodeURIComponent(s.scanner_id)}`)} className="link">
              {s.scanner_id} <span className="text-muted">{s.modality}</span>
            </Link>
          ),
          value: s.utilization_rate,
          text: (
            <data data-metric="utilization_rate" value={s.utilization_rate ?? ''} data-scanner={s.scanner_id}>
              {format.rate(s.utilization_rate)}
            </data>
          ),
          title: [s.scanner_id, s.center_code, s.manufacturer, s.model].filter(Boolean).join(' · '),
        }))}
      />
    </ChartFigure>
  )
}
