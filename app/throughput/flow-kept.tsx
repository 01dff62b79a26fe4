import type { FarAheadRow, KeptBy, KeptRow } from '#queries/throughput/flow-types.ts'
import { Link } from '@remix-run/react'
import { RowChart } from '../components/charts/row-chart.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

const ORDER: KeptBy[] = ['lead', 'iso_weekday', 'hour', 'referral_source']
/** Bands of days between order and slot, the nearest first. */
const LEADS = ['1-3', '4-7', '8-14', '15+']

function useValueName() {
  const { t, format, code } = useI18n()
  return ({ kept_by: by, value }: KeptRow): string => {
    if (value === null) return t('flow.unknown')
    switch (by) {
      case 'iso_weekday':
        return format.weekdays[Number(value) - 1] ?? value
      case 'hour':
        return t('flow.hour', { hour: value })
      case 'lead':
        return t('flow.lead_days', { days: value.replace('-', '–') })
      case 'referral_source':
        return code('source', value)
    }
  }
}

const place = ({ kept_by: by, value }: KeptRow) =>
  value === null ? 99 : by === 'lead' ? LEADS.indexOf(value) : by === 'referral_source' ? 0 : Number(value)

function KeptPart({ by, rows }: { by: KeptBy; rows: KeptRow[] }) {
  const { t, format } = useI18n()
  const name = useValueName()
  const known = rows.filter((row) => row.no_show_rate !== null)
  const [most] = [...known].sort((a, b) => b.no_show_rate! - a.no_show_rate!)
  return (
    <section className="mb-3" data-kept={by}>
      <h3 className="font-medium">{t(`kept_by.${by}`)}</h3>
      {most && (
        <p className="text-muted">
          {t('flow.kept_summary', {
            value: name(most),
            rate: format.rate(most.no_show_rate),
            n: format.count(most.bookings_due),
          })}
        </p>
      )}
      <RowChart
        label={t(`kept_by.${by}`)}
        kind="point"
        write={format.rateShort}
        rows={known.map((row) => ({
          key: row.value ?? '',
          label: name(row),
          value: row.no_show_rate,
          ...{ low: row.low, high: row.high },
          text: format.rate(row.no_show_rate),
          title: `${name(row)}: ${format.rate(row.low)} … ${format.rate(row.high)}, n = ${format.count(row.bookings_due)}`,
        }))}
      />
      <details className="mt-1 text-xs">
        <summary className="w-fit cursor-pointer leading-6 text-muted hover:text-ink">{t('chart.table')}</summary>
        <KeptTable by={by} rows={rows} />
      </details>
    </section>
  )
}

function KeptTable({ by, rows }: { by: KeptBy; rows: KeptRow[] }) {
  const { t, format } = useI18n()
  const name = useValueName()
  return (
    <DataTable
      caption={t(`kept_by.${by}`)}
      rows={rows}
      rowKey={(row) => row.value ?? ''}
      empty={t('table.empty')}
      columns={[
        { key: 'value', label: t(`kept_by.${by}`), cell: name },
        { key: 'due', numeric: true, label: t('flow.due'), cell: (row) => format.count(row.bookings_due) },
        { key: 'no_show', numeric: true, label: t('flow.no_show_rate'), cell: (row) => format.rate(row.no_show_rate) },
        {
          key: 'cancelled',
          numeric: true,
          label: t('flow.cancellation_rate'),
          cell: (row) => format.rate(row.cancellation_rate),
        },
      ]}
    />
  )
}

/** No-shows and cancellations of due bookings by lead time, weekday, hour and source. */
export function KeptCard({ rows }: { rows: KeptRow[] }) {
  const { t } = useI18n()
  const of = (by: KeptBy) => rows.filter((row) => row.kept_by === by).sort((a, b) => place(a) - place(b))
  return (
    <Card panel="kept" title={t('flow.kept')} note={t('flow.kept_note')}>
      {rows.length === 0 && <p className="text-muted">{t('table.empty')}</p>}
      {ORDER.filter((by) => of(by).length > 0).map((by) => (
        <KeptPart key={by} by={by} rows={of(by)} />
      ))}
    </Card>
  )
}

/** Centers whose bookings made far ahead are not kept more often than elsewhere; each leads to its own flow. */
export function FarAheadTable({ rows }: { rows: FarAheadRow[] }) {
  const { t, format, name } = useI18n()
  const link = useFilterLink()
  const together = rows[0] ? t('flow.far_together', { rate: format.rate(rows[0].together) }) : ''
  return (
    <Card panel="far_ahead" title={t('flow.far_ahead')} note={`${t('flow.far_ahead_note')} ${together}`.trim()}>
      <DataTable
        caption={t('flow.far_ahead')}
        rows={rows}
        rowKey={(row) => row.center_code}
        empty={t('flow.far_none')}
        maxHeight={320}
        columns={[
          {
            key: 'center',
            label: t('filter.center'),
            cell: (row) => (
              <Link to={`${link('/throughput/flow', { center: row.center_code })}#kept`} className="link">
                {`${row.center_code} ${name(row)}`}
              </Link>
            ),
          },
          { key: 'due', numeric: true, label: t('flow.due'), cell: (row) => format.count(row.bookings_due) },
          {
            key: 'no_show',
            numeric: true,
            label: t('flow.no_show_rate'),
            cell: (row) => format.rate(row.no_show_rate),
          },
          {
            key: 'interval',
            numeric: true,
            label: t('table.interval'),
            cell: (row) => `${format.rate(row.low)} … ${format.rate(row.high)}`,
          },
        ]}
      />
    </Card>
  )
}
