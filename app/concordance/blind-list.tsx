import { BLIND_STATES, type BlindReading, type CasesPage } from '#queries/concordance/cases-types.ts'
import { useLocation } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { tickColumn } from '../cases/case-card.tsx'
import { caseValue } from '../cases/case-input.ts'
import { CaseMarking } from '../cases/case-marking.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const SIZE = 40

/** Draws readings of a product in the page's period, concordant ones too. */
function DrawForm({ products }: Pick<CasesPage, 'products'>) {
  const { t, name } = useI18n()
  const { pathname, search } = useLocation()
  return (
    <form method="post" action={`${pathname}${search}`} className="no-print mb-3 flex flex-wrap items-end gap-2">
      <input type="hidden" name="draw" value="1" />
      <label className="text-xs text-muted">
        {t('table.product')}
        <select name="product_code" className="field form-select block pr-8">
          {products.map((product) => (
            <option key={product.product_code} value={product.product_code}>
              {name(product)}
            </option>
          ))}
        </select>
      </label>
      <label className="text-xs text-muted">
        {t('cases.sample_size')}
        <input type="number" name="size" min={4} max={200} defaultValue={SIZE} className="field block w-24" />
      </label>
      <label className="text-xs text-muted">
        {t('cases.seed')}
        <input type="number" name="seed" min={0} max={2147483647} defaultValue={1} className="field block w-28" />
      </label>
      <button className="button">{t('cases.draw')}</button>
    </form>
  )
}

/** What waits to be judged without either answer. */
export function BlindList({ page }: { page: CasesPage }) {
  const { t, format, name, code } = useI18n()
  const { pathname, search } = useLocation()
  const { blind, may_mark } = page
  if (!may_mark && blind.total === 0) return null
  const tick = tickColumn<BlindReading>('reading', (row) => `${row.accession_no} ${row.finding_code}`)
  return (
    <Card panel="blind" title={t('cases.blind')} note={t('cases.blind_note')}>
      {may_mark && page.products.length > 0 && <DrawForm products={page.products} />}
      <form method="post" action={`${pathname}${search}`}>
        {may_mark && blind.total > 0 && (
          <CaseMarking
            states={BLIND_STATES.map((state) => ({ value: state, label: code('reading_state', state) }))}
            chosen="present"
            people={page.people}
          />
        )}
        <DataTable
          caption={t('cases.blind')}
          rows={blind.rows}
          isPaged
          rowKey={(row) => caseValue('reading', row)}
          empty={t('cases.blind_empty')}
          columns={[
            ...(may_mark ? [tick] : []),
            { key: 'place', numeric: true, label: t('cases.place'), cell: (row) => `${row.sample_id}.${row.place}` },
            // No link: what is known of the exam may tell more than the judge should know.
            { key: 'accession_no', label: t('exams.accession_no'), cell: (row) => row.accession_no },
            { key: 'center', label: t('filter.center'), cell: (row) => row.center_code },
            { key: 'day', label: t('table.day'), cell: (row) => format.day(row.day) },
            { key: 'scanner', label: t('filter.scanner'), cell: (row) => row.scanner_id ?? '–' },
            { key: 'finding', label: t('cases.is_there'), cell: (row) => name(row.finding) },
            { key: 'person', label: t('cases.person'), cell: (row) => row.mark?.assigned_to ?? '–' },
          ]}
        />
      </form>
      <Pager total={blind.total} page={blind.page} pageSize={blind.page_size} parameter="blind_page" hash="#blind" />
    </Card>
  )
}
