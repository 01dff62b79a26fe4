import type { InterventionsPage, VersionChanged } from '#queries/compliance/interventions-types.ts'
import { Link } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { EffectTable } from './effect-table.tsx'

/** What the chosen new version did, beside the protocols that kept theirs. */
export function VersionEffects({ page }: { page: Pick<InterventionsPage, 'version' | 'version_effects'> }) {
  const { t, format, name } = useI18n()
  const { version, version_effects } = page
  if (version === null) return null
  const title = t('version.change', { version: version.version, day: format.day(version.from_date) })
  return (
    <EffectTable
      panel="version_effects"
      title={`${name(version)} (${version.protocol_code}): ${title}`}
      spans={version.spans}
      effects={version_effects}
      others={t('interventions.other_protocols')}
      empty={t('interventions.no_other_protocol')}
    />
  )
}

/** The versions that took the place of another; each leads to what it did, and to its protocol. */
export function VersionsTable({ rows }: { rows: VersionChanged[] }) {
  const { t, format, name } = useI18n()
  const link = useFilterLink()
  return (
    <Card panel="versions" title={t('interventions.versions')} note={t('interventions.versions_note')}>
      <DataTable
        caption={t('interventions.versions')}
        rows={rows}
        rowKey={(row) => `${row.protocol_code} ${row.version}`}
        empty={t('interventions.no_version')}
        maxHeight={420}
        columns={[
          {
            key: 'name',
            label: t('table.protocol'),
            cell: (row) => (
              <Link
                to={`${link('/compliance/interventions', { version: `${row.protocol_code} ${row.version}` })}#version_effects`}
                className="link whitespace-nowrap"
              >
                {name(row)}
              </Link>
            ),
          },
          {
            key: 'code',
            label: t('interventions.code'),
            cell: (row) => (
              <Link to={link(`/protocols/${encodeURIComponent(row.protocol_code)}`)} className="link">
                {row.protocol_code}
              </Link>
            ),
          },
          { key: 'version', numeric: true, label: t('table.version'), cell: (row) => format.count(row.version) },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          { key: 'from', label: t('interventions.since'), cell: (row) => format.day(row.from_date) },
        ]}
      />
    </Card>
  )
}
