import {
  DISCORDANT,
  SHOWN_STATES,
  type CasesPage,
  type DiscordantReading,
  type ReadingState,
} from '#queries/concordance/cases-types.ts'
import { Link, useLocation } from '@remix-run/react'
import { ExamLink } from '../components/exam-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { ListFiles, tickColumn } from '../cases/case-card.tsx'
import { useChanged } from '../cases/case-filters.tsx'
import { caseValue } from '../cases/case-input.ts'
import { CaseMarking } from '../cases/case-marking.tsx'
import { CaseSaid } from '../cases/case-said.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const TONES: Record<ReadingState, 'plain' | 'accent' | 'warn' | 'bad'> = {
  ...{ open: 'plain', ai_right: 'accent', reader_right: 'accent', present: 'accent', absent: 'accent' },
  ...{ undecided: 'warn', not_comparable: 'warn' },
}

/** False alarms, findings left out, or one product alone. */
function Narrow({ query, products }: Pick<CasesPage, 'query' | 'products'>) {
  const { t, name, code } = useI18n()
  const changed = useChanged()
  const links = [
    ...DISCORDANT.map((outcome) => ({ name: 'outcome', value: outcome as string, label: code('discordant', outcome) })),
    ...products.map((product) => ({ name: 'product', value: product.product_code, label: name(product) })),
  ]
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 text-xs" aria-label={t('cases.narrow')}>
      {links.map(({ name, value, label }) => {
        const isOn = (name === 'outcome' ? query.outcome : query.product) === value
        return (
          <li key={value}>
            <Link
              to={`${changed({ [name]: isOn ? null : value })}#items`}
              className={`link ${isOn ? 'font-semibold' : ''}`}
              aria-current={isOn ? 'true' : undefined}
            >
              {label}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

function useColumns(): Column<DiscordantReading>[] {
  const { t, format, name, code } = useI18n()
  return [
    {
      key: 'exam',
      label: t('exams.accession_no'),
      cell: (row) => <ExamLink exam={row} />,
    },
    { key: 'center', label: t('filter.center'), cell: (row) => row.center_code },
    { key: 'day', label: t('table.day'), cell: (row) => format.day(row.day) },
    { key: 'age', numeric: true, label: t('cases.age'), cell: (row) => format.count(row.age_days) },
    {
      key: 'product',
      label: t('table.product'),
      cell: (row) => (
        <>
          {name(row.product)} <span className="text-muted">{row.product_version}</span>
        </>
      ),
    },
    { key: 'finding', label: t('table.finding'), cell: (row) => name(row.finding) },
    { key: 'outcome', label: t('cases.outcome'), cell: (row) => code('discordant', row.outcome) },
    { key: 'score', numeric: true, label: t('cases.score'), cell: (row) => format.decimal(row.score) },
    {
      key: 'state',
      label: t('cases.state'),
      cell: (row) => (
        <CaseSaid
          item={row}
          state={row.state}
          tone={TONES[row.state]}
          stateName={(state) => code('reading_state', state as ReadingState)}
        />
      ),
    },
  ]
}

/** The work list, the oldest first; who may judge ticks several and says the same of them. */
export function DiscordantList({ page }: { page: CasesPage }) {
  const { t, code } = useI18n()
  const { pathname, search } = useLocation()
  const columns = useColumns()
  const { items, may_mark } = page
  const tick = tickColumn<DiscordantReading>(
    'reading',
    (row) => `${row.accession_no} ${row.finding_code}`,
    (row) => [row.outcome],
  )
  return (
    <Card panel="items" title={t('cases.discordant')} note={<ListFiles path="/concordance/cases" />}>
      <Narrow query={page.query} products={page.products} />
      <form method="post" action={`${pathname}${search}`}>
        {may_mark && items.total > 0 && (
          <CaseMarking
            states={SHOWN_STATES.map((state) => ({ value: state, label: code('reading_state', state) }))}
            chosen="reader_right"
            people={page.people}
          />
        )}
        <DataTable
          caption={t('cases.discordant')}
          rows={items.rows}
          isPaged
          rowKey={(row) => caseValue('reading', row)}
          empty={t('table.empty')}
          columns={[...(may_mark ? [tick] : []), ...columns]}
        />
      </form>
      <Pager total={items.total} page={items.page} pageSize={items.page_size} parameter="page" hash="#items" />
    </Card>
  )
}
