import type { Estimate, Figure, Filters } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Change, useBasis, Value } from './figures.tsx'
import { PeriodLine } from './period-line.tsx'
import { CardMenu } from './panels/card-menu.tsx'
import { useIsBesideOthers } from './panels/panel-context.ts'
import { Tag } from './ui/tag.tsx'

/** Large amounts are shortened; the exact one is in the markup, the twin and the tables. */
function useHeadline(figure: Figure): string {
  const { format, metric } = useI18n()
  const { unit } = metric(figure.metric)
  if (unit === 'cny') return format.moneyCompact(figure.value)
  return format.value(figure.value, unit)
}

/** A headline figure: value, what it rests on, and the change against the previous period. */
export function FigureTile({ figure, network }: { figure: Figure; network?: Estimate }) {
  const { t, format, metric, code } = useI18n()
  const basis = useBasis()
  const headline = useHeadline(figure)
  const { label, short, unit } = metric(figure.metric)
  const behind = basis(figure.metric, figure)
  const beside = useIsBesideOthers() ? 'figure.others' : 'figure.network'
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface px-3 py-2.5" data-tile={figure.metric}>
      <div className="flex items-start justify-between gap-2 text-muted">
        <span className="leading-5" title={short}>
          {label}
        </span>
        <CardMenu id={`tile.${figure.metric}`} of={label} metric={figure.metric} files={false} className="-mr-1" />
      </div>
      <div className="mt-0.5 flex flex-wrap items-baseline gap-x-1.5 text-2xl font-semibold tabular-nums">
        <Value metric={figure.metric} value={figure.value} text={headline} />
        {unit === 'minutes' && figure.value !== null && (
          <span className="text-sm font-normal text-muted">{t('unit.minutes')}</span>
        )}
        {figure.provisional && <Tag tone="warn">{t('figure.provisional')}</Tag>}
      </div>
      <div className="mt-0.5 text-xs leading-4 text-muted">
        {figure.reason ? <div>{code('reason', figure.reason)}</div> : null}
        {behind.map((line) => (
          <div key={line} className="tabular-nums">
            {line}
          </div>
        ))}
        {network && network.value !== null && (
          <div className="tabular-nums" data-network={network.value}>
            {t(beside, { value: format.value(network.value, unit) })}
          </div>
        )}
        <div className="tabular-nums">
          <Change figure={figure} />
        </div>
      </div>
    </div>
  )
}

/** Money by whole months under a heading of its own: the months are not the days of the page. */
export function MoneyTiles({ figures, filters }: { figures: Figure[]; filters: Filters }) {
  const { from, to } = filters.basis ?? filters
  return (
    <section className="space-y-2" data-money={`${from} ${to}`}>
      <PeriodLine filters={filters} />
      <Tiles figures={figures} />
    </section>
  )
}

/** `network`: the same figures of the whole network, where the page is of some centers, or of other centers together. */
export function Tiles({ figures, network }: { figures: Figure[]; network?: Partial<Record<string, Estimate>> | null }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-3 sm:grid-cols-[repeat(auto-fill,minmax(11rem,1fr))]">
      {figures.map((figure) => (
        <FigureTile key={figure.metric} figure={figure} network={network?.[figure.metric]} />
      ))}
    </div>
  )
}
