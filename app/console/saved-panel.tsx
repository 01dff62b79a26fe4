import { Form, Link, useSearchParams } from '@remix-run/react'
import { rolesFor } from '../access.ts'
import { withFilters } from '../sql/address.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ConsolePage, SavedQuery, SavedVersion } from './console-types.ts'

/** Search over saved queries and history; needs no scripts. */
export function FindForm({ search }: { search: string }) {
  const { t } = useI18n()
  return (
    <Form action="/sql" className="my-1 flex gap-1">
      <input
        type="search"
        name="find"
        defaultValue={search}
        aria-label={t('sql.find.label')}
        placeholder={t('sql.find.label')}
        className="field min-w-0 flex-1"
      />
      <button className="button">{t('sql.find.submit')}</button>
    </Form>
  )
}

function Entry({ query, user, current }: { query: SavedQuery; user: string; current: string | null }) {
  const { t, code } = useI18n()
  const [search] = useSearchParams()
  return (
    <li className={`rounded px-1 py-1 ${current === query.id ? 'bg-accent-soft' : ''}`}>
      <Link to={withFilters(`saved=${query.id}`, search)} className="link break-words">
        {query.name}
      </Link>
      {query.description && <p className="whitespace-pre-line break-words text-xs text-muted">{query.description}</p>}
      <p className="text-xs text-muted">
        {query.owner === user ? t('sql.saved.mine') : t('sql.saved.by', { name: query.owner })} ·{' '}
        {audience(query, t, code)} · {t('sql.saved.version', { n: query.version })}
      </p>
    </li>
  )
}

function audience(
  query: SavedQuery,
  t: ReturnType<typeof useI18n>['t'],
  code: ReturnType<typeof useI18n>['code'],
): string {
  if (query.shared_with === 'nobody') return t('sql.share.nobody')
  return query.shared_with === 'everyone'
    ? t('sql.share.everyone')
    : t('sql.share.role', { role: code('role', query.shared_with) })
}

/** One's own saved queries and those that others share, by folder. */
export function SavedPanel({ page }: { page: ConsolePage }) {
  const { t } = useI18n()
  const folders = [...new Set(page.saved.map(({ folder }) => folder))]
  return (
    <div>
      <FindForm search={page.search} />
      {page.saved.length === 0 && <p className="py-1 text-muted">{t('sql.saved.none')}</p>}
      {folders.map((folder) => (
        <section key={folder}>
          {folder && <h3 className="mt-2 text-xs font-semibold text-muted">{folder}</h3>}
          <ul>
            {page.saved
              .filter((query) => query.folder === folder)
              .map((query) => (
                <Entry key={query.id} query={query} user={page.user} current={page.opened.saved?.id ?? null} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** The text and its parameters, for forms that save them. */
export function QueryFields({ sql, parameters }: { sql: string; parameters: Record<string, string> }) {
  return (
    <>
      <input type="hidden" name="sql" value={sql} />
      {Object.entries(parameters).map(([name, value]) => (
        <input key={name} type="hidden" name={`p.${name}`} value={value} />
      ))}
    </>
  )
}

/** Saves what is in the editor: as a new query, or as the next version of the one that is open. */
export function SaveForm({
  page,
  saved,
  sql,
  parameters,
}: {
  page: ConsolePage
  saved: SavedQuery | null
  sql: string
  parameters: Record<string, string>
}) {
  const { t, code } = useI18n()
  const isMine = saved?.owner === page.user
  return (
    <Form method="post" action="/sql/saved" className="grid gap-2 sm:grid-cols-2" key={saved?.id ?? 'new'}>
      <QueryFields sql={sql} parameters={parameters} />
      {isMine && <input type="hidden" name="id" value={saved.id} />}
      <label className="text-xs">
        {t('sql.save.name')}
        <input name="name" required maxLength={120} defaultValue={saved?.name} className="field w-full" />
      </label>
      <label className="text-xs">
        {t('sql.save.folder')}
        <input name="folder" maxLength={80} defaultValue={saved?.folder} list="sql-folders" className="field w-full" />
        <datalist id="sql-folders">
          {[...new Set(page.saved.map(({ folder }) => folder).filter(Boolean))].map((folder) => (
            <option key={folder} value={folder} />
          ))}
        </datalist>
      </label>
      <label className="text-xs sm:col-span-2">
        {t('sql.save.description')}
        <textarea
          name="description"
          maxLength={2000}
          rows={2}
          defaultValue={saved?.description}
          className="field h-auto w-full"
        />
      </label>
      <label className="text-xs">
        {t('sql.save.share')}
        <select name="shared_with" defaultValue={isMine ? saved.shared_with : 'nobody'} className="field w-full">
          <option value="nobody">{t('sql.share.nobody')}</option>
          <option value="everyone">{t('sql.share.everyone')}</option>
          {rolesFor('sql').map((role) => (
            <option key={role} value={role}>
              {t('sql.share.role', { role: code('role', role) })}
            </option>
          ))}
        </select>
      </label>
      <div className="flex flex-wrap items-end gap-2">
        {isMine && (
          <button className="button button-primary" name="intent" value="save">
            {t('sql.save.version')}
          </button>
        )}
        <button className={`button ${isMine ? '' : 'button-primary'}`} name="intent" value="save_new">
          {t('sql.save.new')}
        </button>
      </div>
      <p className="text-xs text-muted sm:col-span-2">{t('sql.save.rights')}</p>
    </Form>
  )
}

/** Lines that only one of two texts has: enough to see what a version changed. */
function changedLines(before: string, after: string): { sign: '−' | '+'; line: string }[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter((line) => line.trim() && !fresh.includes(line)).map((line) => ({ sign: '−' as const, line })),
    ...fresh.filter((line) => line.trim() && !old.includes(line)).map((line) => ({ sign: '+' as const, line })),
  ]
}

function Version({
  version,
  before,
  id,
  canRestore,
}: {
  version: SavedVersion
  before: SavedVersion | undefined
  id: string
  canRestore: boolean
}) {
  const { t, format } = useI18n()
  const changes = before ? changedLines(before.sql, version.sql) : []
  return (
    <li className="border-t border-line py-1">
      <details>
        <summary className="cursor-pointer">
          {t('sql.saved.version', { n: version.version })} · {format.instant(version.saved_at)} · {version.name}
        </summary>
        {changes.length > 0 && (
          <ul aria-label={t('sql.versions.changes')} className="font-mono text-xs">
            {changes.map(({ sign, line }, place) => (
              <li key={place} className={`whitespace-pre-wrap ${sign === '+' ? 'text-good' : 'text-bad'}`}>
                {sign} {line}
              </li>
            ))}
          </ul>
        )}
        <pre tabIndex={0} className="max-h-48 overflow-auto whitespace-pre-wrap text-xs">
          {version.sql}
        </pre>
        {canRestore && (
          <Form method="post" action="/sql/saved">
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="version" value={version.version} />
            <button className="button" name="intent" value="restore">
              {t('sql.versions.restore')}
            </button>
          </Form>
        )}
      </details>
    </li>
  )
}

/** Every save of the open query, newest first, with what it changed; its owner can have one back or delete all. */
export function Versions({ page }: { page: ConsolePage }) {
  const { t } = useI18n()
  const { saved } = page.opened
  if (!saved) return null
  const isMine = saved.owner === page.user
  return (
    <details className="rounded border border-line p-2">
      <summary className="cursor-pointer">{t('sql.versions.title', { n: page.versions.length })}</summary>
      <ol>
        {page.versions.map((version, place) => (
          <Version
            key={version.version}
            version={version}
            before={page.versions[place + 1]}
            id={saved.id}
            canRestore={isMine && place > 0}
          />
        ))}
      </ol>
      {isMine && (
        <Form method="post" action="/sql/saved" className="border-t border-line pt-2">
          <input type="hidden" name="id" value={saved.id} />
          <button className="button" name="intent" value="delete">
            {t('sql.saved.delete')}
          </button>
        </Form>
      )}
    </details>
  )
}
