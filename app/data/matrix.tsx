import { Form, Link } from '@remix-run/react'
import type { FreshnessCell, FreshnessCenter } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import type { Folded } from '../served/fold.ts'
import type { MatrixModel } from './data-model.ts'

/** Shapes say it, colours repeat it. */
const MARKS: Record<FreshnessCell['state'], { mark: string; tone: string }> = {
  silent: { mark: '■', tone: 'bg-bad-soft text-bad' },
  never: { mark: '✕', tone: 'bg-bad-soft text-bad' },
  late: { mark: '▲', tone: 'bg-warn-soft text-warn' },
  fresh: { mark: '●', tone: 'text-muted' },
}

function Cell({ center, cell }: { center: FreshnessCenter; cell: FreshnessCell }) {
  const { t, format, code, name } = useI18n()
  const { mark, tone } = MARKS[cell.state]
  const to = `/data?${new URLSearchParams({ center: center.center_code, feed: cell.feed })}#files`
  const title = t('matrix.cell', {
    ...{ center: name(center), feed: code('feed', cell.feed), state: t(`matrix.state.${cell.state}`) },
    ...{ newest: format.instant(cell.newest_at), usual: format.decimal(cell.usual_days) },
  })
  return (
    <Link to={to} title={title} className={`inline-block rounded px-1.5 no-underline hover:underline ${tone}`}>
      <span aria-hidden>{mark}</span>{' '}
      {cell.age_days === null ? '–' : t('matrix.days', { n: format.count(cell.age_days) })}
      <span className="sr-only"> {t(`matrix.state.${cell.state}`)}</span>
    </Link>
  )
}

function Group({
  state,
  centers,
  isOpen,
}: {
  state: FreshnessCell['state']
  centers: Folded<FreshnessCenter>
  isOpen: boolean
}) {
  const { t, format, code, name } = useI18n()
  const feeds = centers.rows[0]?.cells.map((cell) => cell.feed) ?? []
  const label = `${t(`matrix.state.${state}`)}: ${t('matrix.centers', { n: format.count(centers.total) })}`
  return (
    <details open={isOpen} className="mt-2" data-state={state}>
      <summary className="cursor-pointer font-medium">
        <span aria-hidden>{MARKS[state].mark}</span> {label}
      </summary>
      <DataTable
        isPaged
        caption={label}
        rows={centers}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={380}
        columns={[
          {
            key: 'center',
            label: t('filter.center'),
            cell: (row) => (
              <Link to={`/centers/${encodeURIComponent(row.center_code)}`} className="link">
                {row.center_code} {name(row)}
              </Link>
            ),
          },
          ...feeds.map((feed, place) => ({
            key: feed,
            label: code('feed', feed),
            cell: (row: FreshnessCenter) => {
              const cell = row.cells[place]
              return cell ? <Cell center={row} cell={cell} /> : '–'
            },
          })),
        ]}
      />
    </details>
  )
}

/** Centers by feeds, grouped by their worst state; those that come as usual are folded away. */
export function FreshnessMatrix({ matrix }: { matrix: MatrixModel }) {
  const { t } = useI18n()
  const { wanted, found, groups } = matrix
  return (
    <Card title={t('matrix.title')} note={t('matrix.note')} id="freshness" panel="matrix">
      <Form method="get" action="/data#freshness" className="flex flex-wrap gap-2">
        <input
          name="find_center"
          aria-label={t('matrix.find')}
          placeholder={t('matrix.find')}
          defaultValue={wanted}
          className="field w-56"
        />
        <button className="button">{t('exams.find')}</button>
      </Form>
      {found === 0 && <p className="py-2 text-muted">{t('table.empty')}</p>}
      {groups.map(({ state, centers }) => (
        <Group key={state} state={state} centers={centers} isOpen={state !== 'fresh' || wanted !== '' || found <= 30} />
      ))}
    </Card>
  )
}
