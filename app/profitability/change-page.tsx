import type { Beside } from '#queries/profitability/change-types.ts'
import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useLeftOut } from '../components/period-line.tsx'
import { Card } from '../components/ui/card.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ChangeModel } from './change-model.ts'
import { CenterChanges, ModalitiesMoved, PayersMoved } from './change-tables.tsx'
import { WhyChart } from './why-chart.tsx'

/** What is set beside what: an earlier period by the filter, or the network. */
function BesideSwitch({ beside }: { beside: Beside }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  return (
    <p className="no-print flex flex-wrap items-center gap-3">
      {(['months', 'network'] as const).map((name) =>
        name === beside ? (
          <Tag key={name} tone="accent">
            {t(`beside.${name}`)}
          </Tag>
        ) : (
          <Link
            key={name}
            to={filterLink(pathname, search, { beside: name === 'network' ? name : null })}
            className="link"
          >
            {t(`beside.${name}`)}
          </Link>
        ),
      )}
    </p>
  )
}

export default function Change({ page }: { page: ChangeModel }) {
  const { t, format, code } = useI18n()
  const leftOut = useLeftOut()
  if (page.snapshot_id === null) return <NoData title={t('change.title_short')} missing={page.missing} />
  const network = page.beside === 'network'
  return (
    <PageFrame
      title={t('change.title_short')}
      note={t('change.note')}
      filters={network ? { ...page.filters, comparison: { ...page.filters.comparison, kind: 'none' } } : page.filters}
      missing={page.missing}
      panels={{ page: 'change', snapshot: page.snapshot_id }}
    >
      <BesideSwitch beside={page.beside} />
      {page.left_out.length > 0 && (
        <p className="text-xs text-muted">{t('change.left_out', { centers: leftOut(page.left_out) })}</p>
      )}
      {page.together === null ? (
        <Card title={t('change.nothing')}>
          <p>{code('why_not', page.why_not)}</p>
        </Card>
      ) : (
        <>
          <WhyChart page={{ ...page, together: page.together }} />
          <CenterChanges rows={page.centers} />
          <div className="grid gap-4 xl:grid-cols-2">
            <ModalitiesMoved rows={page.modalities} />
            <PayersMoved rows={page.payers} />
          </div>
          {network && (
            <p className="text-xs text-muted">{t('change.average', { n: format.count(page.centers_before) })}</p>
          )}
        </>
      )}
    </PageFrame>
  )
}
