import type { DifferenceRow } from '#queries/throughput/definitions.ts'
import { DEFINITION_METRIC, DEFINITIONS, type UseDefinition } from '#queries/throughput/ledger-names.ts'
import type { DefinitionRow, MinutesPage } from '#queries/throughput/minutes-types.ts'
import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { Rate } from '../components/figures.tsx'
import { MetricHeading } from '../components/metric-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

type Page = Pick<MinutesPage, 'definition' | 'against' | 'definitions' | 'difference'>

/** One definition's two switches: use it here, or hold it against the one in use. */
function Switches({ name, page }: { name: UseDefinition; page: Page }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const scanner = search.getAll('scanner')
  const label = t(`definition.${name}`)
  const to = (change: Record<string, string>) => `${filterLink(pathname, search, { scanner, ...change })}#definitions`
  return (
    <li
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1 first:border-0"
      data-definition={name}
    >
      <span className="min-w-40 font-medium">{label}</span>
      {page.definition === name ? (
        <Tag tone="accent">{t('minutes.chosen')}</Tag>
      ) : (
        <Link to={to({ definition: name })} className="link" aria-label={`${t('minutes.choose')}: ${label}`}>
          {t('minutes.choose')}
        </Link>
      )}
      {page.definition !== name &&
        (page.against === name ? (
          <Tag>{t('minutes.compared')}</Tag>
        ) : (
          <Link to={to({ against: name })} className="link" aria-label={`${t('minutes.compare')}: ${label}`}>
            {t('minutes.compare')}
          </Link>
        ))}
    </li>
  )
}

export function DefinitionsTable({ page }: { page: Page }) {
  const { t } = useI18n()
  return (
    <Card panel="definitions" title={t('minutes.definitions')} note={t('minutes.definitions_note')}>
      <ul className="mb-3">
        {DEFINITIONS.map((name) => (
          <Switches key={name} name={name} page={page} />
        ))}
      </ul>
      <DataTable
        caption={t('minutes.definitions')}
        rows={page.definitions}
        rowKey={(row) => row.modality}
        empty={t('table.empty')}
        columns={[
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          ...DEFINITIONS.map((name) => ({
            key: name,
            numeric: true,
            label: <MetricHeading id={DEFINITION_METRIC[name]} />,
            cell: (row: DefinitionRow) => <Rate metric={DEFINITION_METRIC[name]} estimate={row.figures[name]} />,
          })),
        ]}
      />
    </Card>
  )
}

type Minutes = Omit<DifferenceRow, 'kind'>
const SIDES = ['used_minutes', 'used_minutes_against', 'base_minutes', 'base_minutes_against'] as const

/** The minutes of two definitions beside each other; the last row adds them up. */
export function DifferenceTable({ page }: { page: Page }) {
  const { t, format } = useI18n()
  const [a, b] = [t(`definition.${page.definition}`), t(`definition.${page.against}`)]
  const together = SIDES.map((side) => [side, page.difference.reduce((sum, row) => sum + row[side], 0)])
  const rows: (Minutes & { kind: DifferenceRow['kind'] | null })[] = [
    ...page.difference,
    { kind: null, ...(Object.fromEntries(together) as unknown as Minutes) },
  ]
  const column = (key: keyof Minutes, label: string) => ({
    key,
    numeric: true,
    label,
    cell: (row: Minutes) => format.count(row[key]),
  })
  const title = t('minutes.difference', { a, b })
  return (
    <Card panel="difference" title={title} note={t('minutes.difference_note')}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => row.kind ?? 'together'}
        empty={t('table.empty')}
        columns={[
          {
            key: 'kind',
            label: t('minutes.kind'),
            cell: (row) => (row.kind ? t(`minute_kind.${row.kind}`) : <strong>{t('minutes.together')}</strong>),
          },
          column('used_minutes', t('minutes.used_by', { definition: a })),
          column('used_minutes_against', t('minutes.used_by', { definition: b })),
          {
            key: 'difference',
            numeric: true,
            label: t('minutes.difference_used'),
            cell: (row) => format.signedCount(row.used_minutes - row.used_minutes_against),
          },
          column('base_minutes', t('minutes.divided_by', { definition: a })),
          column('base_minutes_against', t('minutes.divided_by', { definition: b })),
        ]}
      />
    </Card>
  )
}
