import type { DeclaredChange } from '#queries/compliance/interventions-types.ts'
import { Link } from '@remix-run/react'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { EffectTable } from './effect-table.tsx'
import { VersionEffects, VersionsTable } from './version-effects.tsx'

function Place({ change }: { change: DeclaredChange }) {
  const { t } = useI18n()
  if (change.scanner_id) return <ScannerLink scanner_id={change.scanner_id} />
  return <>{change.center_code ?? t('interventions.network')}</>
}

function DeclaredTable({ rows }: { rows: DeclaredChange[] }) {
  const { t, format, name, code } = useI18n()
  const link = useFilterLink()
  return (
    <Card panel="declared" title={t('interventions.declared')}>
      <DataTable
        caption={t('interventions.declared')}
        rows={rows}
        rowKey={(row) => row.name_en}
        empty={t('interventions.none')}
        maxHeight={420}
        columns={[
          {
            key: 'name',
            label: t('interventions.name'),
            cell: (row) => (
              <Link to={link('/compliance/interventions', { change: row.name_en })} className="link">
                {name(row)}
              </Link>
            ),
          },
          { key: 'where', label: t('interventions.where'), cell: (row) => <Place change={row} /> },
          {
            key: 'kind',
            label: t('interventions.kind'),
            cell: (row) => row.kind && code('intervention_kind', row.kind),
          },
          { key: 'from', label: t('interventions.since'), cell: (row) => format.day(row.from_date) },
          { key: 'to', label: t('version.to'), cell: (row) => format.day(row.to_date) },
        ]}
      />
    </Card>
  )
}

type Page = Exclude<PageAnswers['interventions'], { snapshot_id: null }>

function DeclaredEffects({ page: { chosen, effects } }: { page: Page }) {
  const { t, format, name } = useI18n()
  if (chosen === null) return null
  return (
    <EffectTable
      panel="effects"
      title={`${name(chosen)}: ${format.day(chosen.from_date)}`}
      spans={chosen.spans}
      effects={effects}
      others={t('interventions.others_head')}
      empty={t('interventions.alone')}
    />
  )
}

export default function Interventions({ page }: { page: PageAnswers['interventions'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('interventions.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('interventions.title_short')}
      note={t('interventions.note')}
      missing={page.missing}
      panels={{ page: 'interventions', snapshot: page.snapshot_id }}
    >
      <DeclaredEffects page={page} />
      <DeclaredTable rows={page.declared} />
      <VersionEffects page={page} />
      <VersionsTable rows={page.versions} />
    </PageFrame>
  )
}
