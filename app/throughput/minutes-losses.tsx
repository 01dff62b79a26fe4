import type { Loss, MinutesPage } from '#queries/throughput/minutes-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { PartLegend, StackedRows } from '../components/charts/stacked-rows.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { useLedgerParts } from './ledger-parts.ts'

type Page = Omit<MinutesPage, 'scanners'>

const isPriced = (classes: Page['classes']) => classes.some(({ cost_cny }) => cost_cny !== null)

/** What the prices of minutes rest on; nothing for who may not see money. */
function PricedNote({ page: { priced_share: share, classes } }: { page: Page }) {
  const { t, format } = useI18n()
  if (share === null) return null
  return (
    <div className="mt-2 text-xs text-muted">
      <CardMenu id="cost" of={t('minutes.cost')} className="float-right ml-2" />
      {isPriced(classes) ? t('minutes.priced', { share: format.rate(share) }) : t('minutes.not_priced')}
    </div>
  )
}

function LossItem({ loss }: { loss: Loss }) {
  const { t, format } = useI18n()
  const words = t('minutes.loss', {
    class: t(`ledger_class.${loss.class}`),
    minutes: format.count(loss.minutes),
    share: format.rate(loss.share),
  })
  return (
    <li className="border-t border-line py-2 first:border-0 first:pt-0" data-loss={loss.class}>
      <p>
        <ScannerLink scanner_id={loss.scanner_id} /> <CenterLink center={loss} />
      </p>
      <p className="font-medium">
        {words}
        {loss.cost_cny !== null && t('minutes.loss_cost', { cost: format.money(loss.cost_cny) })}
      </p>
      <p className="text-muted">
        {t('minutes.loss_days')}{' '}
        {loss.days.map(({ day, minutes }, place) => (
          <span key={day}>
            {place > 0 && t('list.separator')}
            <ScannerLink
              scanner_id={loss.scanner_id}
              day={day}
              text={t('minutes.loss_day', { day: format.day(day), minutes: format.count(minutes) })}
            />
          </span>
        ))}
      </p>
    </li>
  )
}

export function LossesCard({ page }: { page: Page }) {
  const { t } = useI18n()
  const title = t(isPriced(page.classes) ? 'minutes.losses' : 'minutes.losses_minutes')
  return (
    <Card panel="losses" title={title}>
      {page.losses.length === 0 && <p className="text-muted">{t('minutes.no_losses')}</p>}
      <ol>
        {page.losses.map((loss) => (
          <LossItem key={`${loss.scanner_id} ${loss.class}`} loss={loss} />
        ))}
      </ol>
      <PricedNote page={page} />
    </Card>
  )
}

/** The whole selection: each class in minutes, share and yuan. */
export function ClassesCard({ page }: { page: Page }) {
  const { t, format } = useI18n()
  const parts = useLedgerParts('html')
  const total = format.count(page.staffed_minutes)
  const summary = t('minutes.summary', { staffed: total, off: format.count(page.off_hours_minutes) })
  return (
    <Card panel="classes" title={t('minutes.classes')} note={summary}>
      <PartLegend parts={parts} />
      <StackedRows
        label={t('minutes.classes')}
        parts={parts}
        rows={[
          {
            key: 'all',
            label: t('minutes.together'),
            values: page.classes.map((c) => c.minutes),
            text: total,
            title: summary,
          },
        ]}
      />
      <DataTable
        caption={t('minutes.classes')}
        rows={page.classes}
        rowKey={(row) => row.class}
        empty={t('table.empty')}
        columns={[
          { key: 'class', label: t('minutes.class'), cell: (row) => t(`ledger_class.${row.class}`) },
          { key: 'minutes', numeric: true, label: t('minutes.minutes'), cell: (row) => format.count(row.minutes) },
          { key: 'share', numeric: true, label: t('minutes.share'), cell: (row) => format.rate(row.share) },
          ...(page.priced_share === null
            ? []
            : [
                {
                  key: 'cost',
                  numeric: true,
                  label: t('minutes.cost'),
                  cell: (row: Page['classes'][number]) => format.money(row.cost_cny),
                },
              ]),
        ]}
      />
    </Card>
  )
}
