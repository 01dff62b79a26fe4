import { Link } from '@remix-run/react'
import { Tiles } from '../components/figure-tile.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { DraftCard } from './draft-card.tsx'
import { FleetTable, ModelTable } from './fleet-tables.tsx'
import { VersionChanges, VersionTable } from './version-changes.tsx'

const TILES = [
  'compliance_rate',
  'exam_minutes_median',
  'repeat_rate',
  'dose_over_reference_rate',
  'agreement',
] as const

export default function Protocol({ page }: { page: PageAnswers['protocol'] }) {
  const { t, name } = useI18n()
  const link = useFilterLink()
  if (page.snapshot_id === null) return <NoData title={t('table.protocol')} missing={page.missing} />
  const { protocol_code } = page
  return (
    <PageFrame
      title={`${name(page)} · ${protocol_code}`}
      note={
        <span className="flex flex-wrap gap-x-3">
          <Link to={link('/compliance')} className="link">
            {t('protocol.back')}
          </Link>
          <Link to={link('/compliance/parameters', { protocol: protocol_code })} className="link">
            {t('protocol.to_parameters')}
          </Link>
          <Link to={`${link('/compliance', { protocol: protocol_code })}#exams`} className="link">
            {t('exams.title')}
          </Link>
        </span>
      }
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'protocol', snapshot: page.snapshot_id }}
    >
      <Tiles figures={TILES.map((id) => page.figures[id])} />
      <FleetTable page={page} />
      <DraftCard page={page} />
      <VersionChanges changes={page.changes} />
      <VersionTable versions={page.versions} />
      <ModelTable page={page} />
    </PageFrame>
  )
}
