import { DEVIATION_STATES } from '#queries/compliance/audit-types.ts'
import { Link } from '@remix-run/react'
import { CaseFilters, useChanged } from '../cases/case-filters.tsx'
import { Rate } from '../components/figures.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { AuditList } from './audit-list.tsx'

type Page = Exclude<PageAnswers['audit'], { snapshot_id: null }>

/** The rate as it is, and beside it, only when asked for, without what was accepted. */
function Rates({ page }: { page: Page }) {
  const { t, format, metric } = useI18n()
  const changed = useChanged()
  const without = page.rate_without_accepted
  return (
    <Card panel="rate" title={metric('compliance_rate').label}>
      <p>
        <Rate metric="compliance_rate" estimate={page.compliance_rate} /> (n {format.count(page.compliance_rate.n)})
        {without && (
          <>
            {' · '}
            <strong>
              {t('audit.without')} {format.rate(without.value)}
            </strong>{' '}
            (n {format.count(without.n)})
          </>
        )}{' '}
        <Link to={changed({ without_accepted: without ? null : '1' })} className="link">
          {t(without ? 'audit.hide_without' : 'audit.show_without')}
        </Link>
      </p>
    </Card>
  )
}

/** To which protocol, step and parameter the list is narrowed; each leads back out of it. */
function Narrowed({ query }: { query: Page['query'] }) {
  const { t } = useI18n()
  const changed = useChanged()
  const narrowed = (['protocol', 'step', 'parameter'] as const).filter((name) => query[name] !== undefined)
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-muted">
      {narrowed.length === 0 && t('audit.narrow')}
      {narrowed.map((name) => (
        <span key={name} data-narrowed={name}>
          {query[name]}{' '}
          <Link to={changed({ [name]: null })} className="link" aria-label={t('audit.widen', { name: query[name]! })}>
            ×
          </Link>
        </span>
      ))}
    </p>
  )
}

function States({ page }: { page: Page }) {
  const { t, code } = useI18n()
  const states = DEVIATION_STATES.map((state) => ({
    state,
    label: code('deviation_state', state),
    count: page.counts[state],
  }))
  return (
    <Card panel="counts" title={t('cases.states')}>
      <CaseFilters query={page.query} states={states} />
      <Narrowed query={page.query} />
    </Card>
  )
}

export default function Audit({ page }: { page: PageAnswers['audit'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('tab.audit')} missing={page.missing} />
  return (
    <PageFrame
      title={t('tab.audit')}
      note={t('audit.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'audit', snapshot: page.snapshot_id }}
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <States page={page} />
        <Rates page={page} />
      </div>
      <AuditList page={page} />
    </PageFrame>
  )
}
