import { Form, Link, useSearchParams } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { AUDIT_KINDS, isAuditKind } from '../audit-kinds.ts'
import type { AuditRow } from '../server/audit/search.ts'
import { SimpleTable } from './simple-table.tsx'
import { ENTRIES_ON_PAGE } from './trail-page.ts'

function SearchForm() {
  const { t, code } = useI18n()
  const [search] = useSearchParams()
  const field = (name: string, label: string, type = 'text') => (
    <label className="block">
      {label}
      <input name={name} type={type} defaultValue={search.get(name) ?? ''} className="field mt-1 block" />
    </label>
  )
  return (
    <Form method="get" action="/admin" className="mb-3 flex flex-wrap items-end gap-3">
      <input type="hidden" name="view" value="trail" />
      {field('user', t('admin.user_name'))}
      <label className="block">
        {t('admin.trail_kind')}
        <select name="kind" defaultValue={search.get('kind') ?? ''} className="field mt-1 block">
          <option value="">{t('admin.trail_any')}</option>
          {AUDIT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {code('audit_kind', kind)}
            </option>
          ))}
        </select>
      </label>
      {field('since', t('admin.trail_since'), 'date')}
      {field('through', t('admin.trail_through'), 'date')}
      {field('text', t('admin.trail_text'))}
      <button className="button">{t('admin.trail_find')}</button>
    </Form>
  )
}

/** The trail, narrowed and taken away. */
export function TrailView({ trail, page }: { trail: { rows: AuditRow[]; total: number }; page: number }) {
  const { t, format, code } = useI18n()
  const [search] = useSearchParams()
  const to = (next: number) => {
    const address = new URLSearchParams(search)
    address.set('page', String(next))
    return `/admin?${address}`
  }
  return (
    <Card title={t('admin.tab.trail')} note={t('admin.trail_note', { n: format.count(trail.total) })}>
      <SearchForm />
      <SimpleTable
        label={t('admin.tab.trail')}
        none={t('admin.trail_none')}
        headings={[
          '#',
          t('admin.trail_at'),
          t('admin.trail_kind'),
          t('admin.user_name'),
          t('admin.trail_ip'),
          t('admin.trail_detail'),
        ]}
        rows={trail.rows.map(({ seq, at, kind, user_name, client_ip, detail }) => ({
          key: seq,
          cells: [
            seq,
            <span key="at" className="whitespace-nowrap">
              {format.instant(at)}
            </span>,
            isAuditKind(kind) ? code('audit_kind', kind) : kind,
            user_name ?? '–',
            client_ip ?? '–',
            <span key="what" className="line-clamp-3 max-w-xl break-all font-mono text-xs">
              {detail ?? '–'}
            </span>,
          ],
        }))}
      />
      <p className="mt-3 flex gap-4">
        {page > 1 && (
          <Link to={to(page - 1)} className="link">
            {t('admin.newer')}
          </Link>
        )}
        {page * ENTRIES_ON_PAGE < trail.total && (
          <Link to={to(page + 1)} className="link">
            {t('admin.older')}
          </Link>
        )}
        <a href={`/admin/audit.csv?${search}`} className="link">
          {t('admin.trail_csv')}
        </a>
      </p>
    </Card>
  )
}
