import { Link, useSearchParams } from '@remix-run/react'
import type { BookLines, ChargeOfStep, CostOfStep } from '#queries/profitability/books-types.ts'
import type { Paged } from '#queries/page/page-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Value } from '../components/figures.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { examPath } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { useStepLabel } from './step-label.ts'

export type BookLinesModel = Omit<BookLines, 'centers'> & { centers: Folded<BookLines['centers'][number]> }

interface Sourced {
  amount: number | null
  path?: string | null
  source_line?: number | null
}

function useAmount<Row extends Sourced>(): Column<Row> {
  const { t, format } = useI18n()
  return {
    key: 'amount',
    numeric: true,
    label: t('money.amount'),
    cell: (row) => <Value metric="amount" value={row.amount} text={format.money(row.amount)} />,
  }
}

/** Where a row came from: its file in the landing folder, and the line of it. */
function useSource<Row extends Sourced>(): Column<Row> {
  const { t } = useI18n()
  return {
    key: 'path',
    label: t('lines.source'),
    cell: (row) => (row.path ? <code className="text-xs">{`${row.path}:${row.source_line}`}</code> : '–'),
  }
}

function CostRows({ costs }: { costs: Paged<CostOfStep> }) {
  const { t, format, code } = useI18n()
  const [amount, source] = [useAmount<CostOfStep>(), useSource<CostOfStep>()]
  return (
    <>
      <PartHeading title={t('lines.costs')} panel="lines_costs" />
      <DataTable
        isPaged
        caption={t('lines.costs')}
        rows={costs.rows}
        rowKey={(row) => `${row.center_code} ${row.month} ${row.category} ${row.scanner_id ?? ''}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'center_code', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'month', label: t('table.month'), cell: (row) => format.month(row.month) },
          { key: 'category', label: t('cost.category'), cell: (row) => code('cost', row.category) },
          { key: 'scanner_id', label: t('filter.scanner'), cell: (row) => row.scanner_id ?? '–' },
          amount,
          source,
        ]}
      />
      <Pager total={costs.total} page={costs.page} pageSize={costs.page_size} parameter="page" hash="#lines" />
    </>
  )
}

function ChargeRows({ charges }: { charges: Paged<ChargeOfStep> }) {
  const { t, format, code } = useI18n()
  const [amount, source] = [useAmount<ChargeOfStep>(), useSource<ChargeOfStep>()]
  return (
    <>
      <PartHeading title={t('lines.charges')} panel="lines_charges" />
      <DataTable
        isPaged
        caption={t('lines.charges')}
        rows={charges.rows}
        rowKey={(row) => `${row.center_code} ${row.charge_id}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'center_code', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'charge_id', label: t('leak.charge'), cell: (row) => row.charge_id },
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => (
              <Link to={examPath(row)} className="link">
                {row.accession_no}
              </Link>
            ),
          },
          { key: 'procedure_code', label: t('price.procedure'), cell: (row) => row.procedure_code },
          { key: 'service_date', label: t('table.day'), cell: (row) => format.day(row.service_date) },
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          { key: 'status', label: t('lines.status'), cell: (row) => code('charge_status', row.status) },
          amount,
          source,
        ]}
      />
      <Pager total={charges.total} page={charges.page} pageSize={charges.page_size} parameter="page" hash="#lines" />
    </>
  )
}

/** What the chosen bar of the waterfall is made of. */
export function BookLinesCard({ lines }: { lines: BookLinesModel }) {
  const { t, format, code } = useI18n()
  const label = useStepLabel()
  const [search] = useSearchParams()
  const amountOfCenter = useAmount<BookLinesModel['centers']['rows'][number]>()
  const amountOfKind = useAmount<BookLines['kinds'][number]>()
  const closed = new URLSearchParams(search)
  for (const name of ['line', 'page']) closed.delete(name)
  const title = t('lines.title', { step: label(lines.step) })
  return (
    <Card panel="lines" title={title} note={t('lines.note')}>
      <Link to={`?${closed}#waterfall`} className="link text-sm" preventScrollReset>
        {t('lines.close')}
      </Link>
      <div className="grid gap-4 xl:grid-cols-2">
        <div>
          <DataTable
            caption={title}
            rows={lines.centers}
            rowKey={(row) => row.center_code}
            empty={t('table.empty')}
            maxHeight={320}
            csv="lines"
            order={t('leak.most')}
            columns={[
              { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
              amountOfCenter,
            ]}
          />
        </div>
        {lines.kinds.length > 0 && (
          <div>
            <PartHeading title={t('lines.kinds')} panel="lines_kinds" />
            <DataTable
              caption={t('lines.kinds')}
              rows={lines.kinds}
              rowKey={(row) => `${row.procedure_code} ${row.payer_class}`}
              empty={t('table.empty')}
              maxHeight={320}
              columns={[
                { key: 'procedure_code', label: t('price.procedure'), cell: (row) => row.procedure_code },
                { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
                { key: 'lines', numeric: true, label: t('payer.lines'), cell: (row) => format.count(row.lines) },
                amountOfKind,
              ]}
            />
          </div>
        )}
      </div>
      {lines.costs && <CostRows costs={lines.costs} />}
      {lines.charges && <ChargeRows charges={lines.charges} />}
    </Card>
  )
}
