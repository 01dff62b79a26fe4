import type { RuledParameter, WhatIf } from '#queries/compliance/parameters-types.ts'
import { Form, useSearchParams } from '@remix-run/react'
import { CenterLink } from '../components/center-link.tsx'
import { Rate } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { KEPT } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

function BandForm({ chosen, tried }: { chosen: RuledParameter; tried: WhatIf | null }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const hidden: [string, string][] = [
    ...[...KEPT, 'scanner'].flatMap((name) => search.getAll(name).map((value): [string, string] => [name, value])),
    ['protocol', chosen.protocol_code],
    ['step', chosen.step],
    ['parameter', chosen.parameter],
  ]
  return (
    <Form method="get" action="/compliance/parameters#what_if" className="flex flex-wrap items-center gap-2">
      {hidden.map(([name, value]) => (
        <input key={name + value} type="hidden" name={name} value={value} />
      ))}
      {(['min', 'max'] as const).map((name) => (
        <label key={name} className="flex items-center gap-1 text-muted">
          {t(`what_if.${name}`)}
          <input name={name} inputMode="decimal" defaultValue={tried?.[name] ?? ''} className="field w-24" />
        </label>
      ))}
      <button className="button">{t('what_if.try')}</button>
    </Form>
  )
}

/** The protocol's rate with another band; nothing of it is stored. */
export function WhatIfCard({ chosen, tried }: { chosen: RuledParameter; tried: WhatIf | null }) {
  const { t, format } = useI18n()
  return (
    <Card panel={tried ? 'what_if' : undefined} title={t('what_if.title')} note={t('what_if.note')}>
      <BandForm chosen={chosen} tried={tried} />
      {tried && (
        <>
          <p className="my-2">
            {t('what_if.rate')} <Rate metric="compliance_rate" estimate={tried.before} /> →{' '}
            <Rate metric="compliance_rate" estimate={tried.after} /> (n {format.count(tried.after.n)});{' '}
            {t('what_if.changed', { n: format.count(tried.changed) })}
          </p>
          <DataTable
            caption={t('what_if.title')}
            rows={tried.centers.filter(({ changed }) => changed > 0)}
            rowKey={(row) => row.center_code}
            empty={t('what_if.none')}
            maxHeight={260}
            columns={[
              { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
              { key: 'n', numeric: true, label: t('what_if.assessable'), cell: (row) => format.count(row.assessable) },
              { key: 'before', numeric: true, label: t('what_if.before'), cell: (row) => format.count(row.before) },
              { key: 'after', numeric: true, label: t('what_if.after'), cell: (row) => format.count(row.after) },
              { key: 'changed', numeric: true, label: t('what_if.would'), cell: (row) => format.count(row.changed) },
            ]}
          />
        </>
      )}
    </Card>
  )
}
