import type { PhysicianRow, ReferralRow, ReferralsPage } from '#queries/throughput/referral-types.ts'
import { RowChart } from '../components/charts/row-chart.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'

function useSourceName() {
  const { t, code } = useI18n()
  return ({ referral_source }: ReferralRow) =>
    referral_source === null ? t('flow.unknown') : code('source', referral_source)
}

function SourcesCard({ rows }: { rows: ReferralRow[] }) {
  const { t, format } = useI18n()
  const name = useSourceName()
  const count = (key: 'ordered' | 'scheduled' | 'performed' | 'reported'): Column<ReferralRow> => ({
    key,
    numeric: true,
    label: t(`referrals.${key}`),
    cell: (row) => format.count(row[key]),
  })
  const hasMoney = rows.some((row) => row.net_revenue !== null)
  return (
    <Card panel="sources" title={t('referrals.sources')} note={t('referrals.sources_note')}>
      <DataTable
        caption={t('referrals.sources')}
        rows={rows}
        rowKey={(row) => row.referral_source ?? ''}
        empty={t('table.empty')}
        columns={[
          { key: 'source', label: t('kept_by.referral_source'), cell: name },
          count('ordered'),
          count('scheduled'),
          count('performed'),
          count('reported'),
          {
            key: 'conversion',
            numeric: true,
            label: t('referrals.conversion'),
            cell: (row) => (
              <span title={`${format.rate(row.low)} … ${format.rate(row.high)}`}>
                {format.rate(row.conversion_rate)}
              </span>
            ),
          },
          {
            key: 'lead',
            numeric: true,
            label: t('referrals.lead_days'),
            cell: (row) => format.minutes(row.lead_days_median),
          },
          ...(hasMoney
            ? [
                {
                  key: 'net_revenue',
                  numeric: true,
                  label: t('referrals.net_revenue'),
                  cell: (row: ReferralRow) => format.money(row.net_revenue),
                },
              ]
            : []),
        ]}
      />
      {hasMoney && <CardMenu id="revenue" of={t('referrals.net_revenue')} />}
    </Card>
  )
}

function ReturningCard({ rows }: { rows: ReferralRow[] }) {
  const { t, format } = useI18n()
  const name = useSourceName()
  return (
    <Card panel="returning" title={t('referrals.returning')} note={t('referrals.returning_note')}>
      <RowChart
        label={t('referrals.returning')}
        kind="bar"
        write={format.rateShort}
        textWidth="8rem"
        rows={rows.map((row) => ({
          key: row.referral_source ?? '',
          label: name(row),
          value: row.returning_rate,
          text: `${format.rate(row.returning_rate)} · n = ${format.count(row.performed)}`,
          title: `${name(row)}: ${format.count(row.returning_exams)} / ${format.count(row.performed)}`,
        }))}
      />
    </Card>
  )
}

function PhysiciansCard({ page }: { page: ReferralsPage }) {
  const { t, format } = useI18n()
  const cell = (value: number | null) => (value === null ? t('referrals.hidden') : format.count(value))
  const column = (key: 'ordered' | 'scheduled' | 'performed' | 'reported'): Column<PhysicianRow> => ({
    key,
    numeric: true,
    label: t(`referrals.${key}`),
    cell: (row) => cell(row[key]),
  })
  const note = t('referrals.physicians_note', {
    total: format.count(page.physicians_total),
    hidden: format.count(page.physicians_hidden),
  })
  return (
    <Card panel="physicians" title={t('referrals.physicians')} note={note}>
      <DataTable
        caption={t('referrals.physicians')}
        rows={page.physicians}
        rowKey={(row) => row.referring_physician_key}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          {
            key: 'key',
            label: t('referrals.key'),
            cell: (row) => <code title={row.referring_physician_key}>{row.referring_physician_key.slice(0, 12)}</code>,
          },
          column('ordered'),
          column('scheduled'),
          column('performed'),
          column('reported'),
        ]}
      />
    </Card>
  )
}

export default function Referrals({ page }: { page: PageAnswers['referrals'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('referrals.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('referrals.title_short')}
      note={t('referrals.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'referrals', snapshot: page.snapshot_id }}
    >
      <SourcesCard rows={page.sources} />
      <div className="grid gap-4 xl:grid-cols-2">
        <ReturningCard rows={page.sources} />
        <PhysiciansCard page={page} />
      </div>
    </PageFrame>
  )
}
