import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { SQLDialect, sql, type SQLNamespace } from '@codemirror/lang-sql'
import { statementAt } from '../../sql/statements.ts'
import { tableName, written } from '../logic/names.ts'
import { codeTokens } from '../../sql/tokens.ts'
import type { SqlSchema } from '../console-types.ts'

/** Used until the server's own list has come, and where nothing is published. */
const KEYWORDS =
  'select from where group by order having limit offset with as join left right full inner outer cross on using union all distinct case when then else end and or not in is null like ilike between exists over partition rows range filter qualify asc desc nulls first last explain analyze values true false cast try_cast interval recursive window except intersect'
const TYPES =
  'boolean tinyint smallint integer int bigint hugeint ubigint uinteger usmallint utinyint float real double decimal numeric varchar text blob date time timestamp timestamptz interval uuid json list struct map'

function dialectOf(schema: SqlSchema | null): SQLDialect {
  return SQLDialect.define({
    keywords: schema?.keywords.join(' ').toLowerCase() || KEYWORDS,
    types: TYPES,
    builtin: schema?.functions.map(({ name }) => name).join(' ') ?? '',
    doubleDollarQuotedStrings: true,
    doubleQuotedStrings: false,
    operatorChars: '+-*/<>=~!@#%^&|`?:',
    specialVar: '$',
    identifierQuotes: '"',
  })
}

function namespaceOf(schema: SqlSchema | null): SQLNamespace {
  const spaces: Record<string, Record<string, Completion[]>> = {}
  for (const table of schema?.tables ?? []) {
    const columns = table.columns.map(({ name, type, comment }) => ({
      label: name,
      type: 'property',
      detail: type,
      info: comment ?? undefined,
    }))
    ;(spaces[table.schema] ??= {})[table.name] = columns
  }
  const { main = {}, ...others } = spaces
  return { ...main, ...others } as SQLNamespace
}

/** Columns of the tables that the statement names, wherever in it they are named, and the functions that may be used. */
function namesSource(schema: SqlSchema | null) {
  const functions: Completion[] = (schema?.functions ?? []).map(({ name, kind }) => ({
    label: name,
    type: 'function',
    detail: kind,
    apply: kind === 'macro' ? undefined : `${name}(`,
    boost: -1,
  }))
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w\u0080-\uffff]+/)
    if (!word && !context.explicit) return null
    const from = word?.from ?? context.pos
    // Behind a dot the tables' own source answers; within a text or comment nobody does.
    if (context.state.sliceDoc(Math.max(0, from - 1), from) === '.') return null
    const text = context.state.doc.toString()
    const statement = statementAt(text, from)
    if (!statement) return null
    const named = new Set(codeTokens(statement.text).map((token) => token.text.toLowerCase()))
    const columns = (schema?.tables ?? [])
      .filter((table) => named.has(table.name.toLowerCase()))
      .flatMap((table) =>
        table.columns.map(({ name, type, comment }) => ({
          label: name,
          apply: written(name),
          type: 'property',
          detail: `${tableName(table)} · ${type}`,
          info: comment ?? undefined,
          boost: 2,
        })),
      )
    const seen = new Set<string>()
    const once = columns.filter(({ label }) => !seen.has(label) && seen.add(label))
    return { from, options: [...once, ...functions], validFor: /^[\w\u0080-\uffff]*$/ }
  }
}

/** DuckDB's SQL with the published tables and the functions that the gate allows. */
export function duckdbLanguage(schema: SqlSchema | null) {
  const dialect = dialectOf(schema)
  const support = sql({ dialect, schema: namespaceOf(schema) })
  return [support, dialect.language.data.of({ autocomplete: namesSource(schema) })]
}
