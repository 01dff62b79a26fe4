import type { ProtocolRow } from '#queries/compliance/compliance-types.ts'
import { Link } from '@remix-run/react'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { useBasis } from '../components/figures.tsx'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'

/** Compliance of each protocol with its interval, against the rate of all. */
export function ProtocolChart({ protocols, network }: { protocols: ProtocolRow[]; network: number | null }) {
  const { t, format, name, metric } = useI18n()
  const link = useFilterLink()
  const basis = useBasis()
  const { label } = metric('compliance_rate')
  const rows = [...protocols].sort((a, b) => (a.compliance_rate.value ?? 2) - (b.compliance_rate.value ?? 2))
  const lowest = rows.find((row) => row.compliance_rate.value !== null)
  return (
    <ChartFigure
      title={t('compliance.by_protocol', { label })}
      summary={
        lowest
          ? t('compliance.by_protocol_summary', {
              name: name(lowest),
              rate: format.rate(lowest.compliance_rate.value),
              n: rows.length,
            })
          : t('table.empty')
      }
      table={{
        columns: [
          { label: t('table.protocol') },
          { label, numeric: true },
          { label: t('table.interval'), numeric: true },
          { label: 'n', numeric: true },
        ],
        rows: rows.map((row) => [
          `${name(row)} ${row.protocol_code}`,
          format.rate(row.compliance_rate.value),
          `${format.rate(row.compliance_rate.low)} … ${format.rate(row.compliance_rate.high)}`,
          format.count(row.assessable),
        ]),
      }}
    >
      <RowChart
        label={label}
        kind="point"
        domain={[0, 1]}
        write={format.rateShort}
        textWidth="4rem"
        reference={network === null ? null : { value: network, label: t('chart.reference_all') }}
        rows={rows.map((row) => ({
          key: row.protocol_code,
          label: (
            <Link to={link('/compliance', { protocol: row.protocol_code })} className="link">
              {name(row)}
            </Link>
          ),
          value: row.compliance_rate.value,
          low: row.compliance_rate.low,
          high: row.compliance_rate.high,
          marked: network !== null && row.compliance_rate.high !== null && row.compliance_rate.high < network,
          text: format.rate(row.compliance_rate.value),
          title: [name(row), row.protocol_code, ...basis('compliance_rate', row.compliance_rate)]
            .filter(Boolean)
            .join(' · '),
        }))}
      />
    </ChartFigure>
  )
}
