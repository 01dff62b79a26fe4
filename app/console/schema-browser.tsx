import { useMemo, useState } from 'react'
import { joinCondition, relationsOf } from '#queries/library/relations.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { tableName } from './logic/names.ts'
import type { SqlSchema } from './console-types.ts'

type Table = SqlSchema['tables'][number]
type Insert = (text: string) => void

/** Words of the search in the table's or a column's name or comment; all columns where the table itself is meant. */
function matching(tables: Table[], search: string): { table: Table; columns: Table['columns'] }[] {
  const words = search.trim().toLowerCase()
  if (!words) return tables.map((table) => ({ table, columns: table.columns }))
  const holds = (text: string | null) => text?.toLowerCase().includes(words) ?? false
  return tables.flatMap((table) => {
    if (holds(tableName(table))) return [{ table, columns: table.columns }]
    const columns = table.columns.filter((column) => holds(column.name) || holds(column.comment))
    return columns.length > 0 || holds(table.comment) ? [{ table, columns }] : []
  })
}

function Name({ text, insert }: { text: string; insert: Insert | null }) {
  const { t } = useI18n()
  if (!insert) return <code className="break-all font-semibold">{text}</code>
  return (
    <button
      type="button"
      onClick={() => insert(text)}
      title={t('sql.schema.insert', { name: text })}
      className="break-all text-left font-mono font-semibold text-accent hover:underline"
    >
      {text}
    </button>
  )
}

function Columns({ columns, insert }: { columns: Table['columns']; insert: Insert | null }) {
  const { t } = useI18n()
  return (
    <ul className="space-y-1 py-1">
      {columns.map(({ name, type, comment, samples }) => (
        <li key={name} className="text-xs leading-4">
          <Name text={name} insert={insert} /> <span className="text-muted">{type.toLowerCase()}</span>
          {comment && <div>{comment}</div>}
          {samples && samples.length > 0 && (
            <div className="break-words text-muted">
              {t('sql.schema.samples', { values: samples.slice(0, 6).join(', ') })}
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function Relations({ table, insert }: { table: string; insert: Insert | null }) {
  const { t } = useI18n()
  const relations = relationsOf(table)
  if (relations.length === 0) return null
  return (
    <div className="border-t border-line py-1 text-xs leading-4">
      <div className="text-muted">{t('sql.schema.relations')}</div>
      <ul>
        {relations.map((relation) => {
          const short = relation.to.replace('.', '_')
          const join = `JOIN ${relation.to}${relation.to.includes('.') ? ` AS ${short}` : ''} ${joinCondition(relation, table.replace('.', '_'), short)}`
          return (
            <li key={join}>
              <Name text={join} insert={insert} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function TableEntry({
  table,
  columns,
  insert,
  isOpen,
}: {
  table: Table
  columns: Table['columns']
  insert: Insert | null
  isOpen: boolean
}) {
  const { t, format } = useI18n()
  const name = tableName(table)
  return (
    <details open={isOpen || undefined} className="border-b border-line last:border-0" data-table={name}>
      <summary className="cursor-pointer py-1">
        <span className="font-mono font-semibold">{name}</span>{' '}
        {table.rows !== null && (
          <span className="text-xs text-muted">{t('sql.schema.rows', { n: format.count(table.rows) })}</span>
        )}
        {table.comment && <span className="block pl-4 text-xs text-muted">{table.comment}</span>}
      </summary>
      <div className="pl-4">
        {insert && (
          <button type="button" className="link text-xs" onClick={() => insert(name)}>
            {t('sql.schema.insert', { name })}
          </button>
        )}
        <Columns columns={columns} insert={insert} />
        <Relations table={name} insert={insert} />
      </div>
    </details>
  )
}

/** Tables, columns, what they mean and how they join; a name goes into the text where the cursor stands. */
export function SchemaBrowser({ schema, insert }: { schema: SqlSchema | null; insert: Insert | null }) {
  const { t } = useI18n()
  const [search, setSearch] = useState('')
  const found = useMemo(() => matching(schema?.tables ?? [], search), [schema, search])
  if (!schema) return <p className="py-1 text-muted">{t('sql.schema.none')}</p>
  return (
    <div>
      {insert && (
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('sql.schema.search')}
          aria-label={t('sql.schema.search')}
          className="field my-1 w-full"
        />
      )}
      <div className="max-h-[60vh] overflow-y-auto" role="region" aria-label={t('sql.schema.title')} tabIndex={0}>
        {found.map(({ table, columns }) => (
          <TableEntry
            key={tableName(table)}
            table={table}
            columns={columns}
            insert={insert}
            isOpen={search.trim() !== '' && found.length <= 6}
          />
        ))}
        {found.length === 0 && <p className="py-1 text-muted">{t('sql.schema.nothing')}</p>}
      </div>
    </div>
  )
}
