import type { SqlProblem } from '../../../sql/sql-types.ts'
import {
  allowedFunctions,
  CATALOG_VIEWS,
  closest,
  closestTables,
  INFORMATION_SCHEMA,
  isAllowedFunction,
  whyRefused,
} from './names.ts'
import type { FunctionKind } from './names.ts'
import { refusal } from './refuse.ts'
import { classRefusal, lackedBy, shortName, tableLacks, type Withheld } from './withheld.ts'

/** A node of DuckDB's parse tree, as `json_serialize_sql` writes it. */
type Node = Record<string, unknown>

/** The published tables that are offered, by schema: `main.exam` in lower case. */
export interface Published {
  catalog: string
  tables: ReadonlySet<string>
  /** Tables of which columns, or all, are withheld. */
  withheld: ReadonlyMap<string, Withheld>
  /** Whether they hold the rows of some centers only. */
  isScoped: boolean
}

/** What a statement uses, for the record. */
export interface Uses {
  tables: Set<string>
}

// What is not on these lists is refused: a node of a later version is unknown until somebody has judged it.
const EXPRESSIONS = new Set(
  (
    'CONSTANT COLUMN_REF FUNCTION OPERATOR COMPARISON CONJUNCTION CAST CASE BETWEEN SUBQUERY WINDOW STAR LAMBDA ' +
    'PARAMETER COLLATE POSITIONAL_REFERENCE'
  ).split(' '),
)
const QUERIES = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE'])
const SOURCES = new Set('BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION EXPRESSION_LIST EMPTY PIVOT SHOW_REF'.split(' '))
const MODIFIERS = new Set('ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER'.split(' '))
const ORDERS = new Set('ASCENDING DESCENDING ORDER_DEFAULT'.split(' '))
const SHOWS = new Set(['DESCRIBE', 'SUMMARY', 'SHOW_UNQUALIFIED', 'SHOW_FROM'])

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Deeper trees than any person writes; the engine's own limit is far above. */
const DEEPEST = 2_000

export class TreeGate {
  readonly #published: Published
  readonly uses: Uses = { tables: new Set() }
  #natural = false
  #star = false
  /** Words by which the statement knows published tables, and those that stand where a column or a whole row may. */
  readonly #rows = new Set<string>()
  readonly #words = new Set<string>()
  #depth = 0

  constructor(published: Published) {
    this.#published = published
  }

  /** @throws {Problem} for the first thing that is not allowed. `shift` moves byte positions of the tree to the text's. */
  judge(statement: unknown) {
    if (!isNode(statement) || !isNode(statement.node)) throw refusal('This kind of statement is not allowed.')
    const { node, named_param_map: _names, ...others } = statement
    if (Object.keys(others).length > 0) throw refusal('This kind of statement is not allowed.')
    this.#query(node as Node, new Set())
    if (this.#natural) this.#refuseNarrowedJoin()
  }

  /** Columns that the statement takes without naming them, by a star or as whole rows, and is not offered. */
  narrowed(): string[] {
    const wholeRows = [...this.#rows].some((name) => this.#words.has(name))
    return this.#star || wholeRows ? this.#withheld() : []
  }

  /** Used tables' columns that are not offered. */
  #withheld(): string[] {
    return [...this.uses.tables].sort().flatMap((table) => {
      const columns = this.#published.withheld.get(table)?.columns.keys() ?? []
      return [...columns].map((column) => `${shortName(table)}.${column}`)
    })
  }

  /** Joined by the columns that happen to be offered, the same text would answer another question. */
  #refuseNarrowedJoin() {
    const parts = [...this.uses.tables].flatMap((table) => this.#published.withheld.get(table) ?? [])
    if (parts.length === 0) return
    const lacks = [...new Set(parts.flatMap(lackedBy))]
    throw classRefusal(this.#withheld(), lacks, { allowed: 'A join with ON or USING instead of NATURAL.' })
  }

  #walk(value: unknown, ctes: ReadonlySet<string>) {
    if (Array.isArray(value)) return value.forEach((item) => this.#walk(item, ctes))
    if (!isNode(value)) return
    this.#depth += 1
    if (this.#depth > DEEPEST) throw refusal('The statement is nested too deeply.')
    this.#node(value, ctes)
    this.#depth -= 1
  }

  #node(node: Node, ctes: ReadonlySet<string>) {
    if (typeof node.class === 'string') return this.#expression(node, ctes)
    const type = text(node.type)
    if (QUERIES.has(type)) return this.#query(node, ctes)
    if (SOURCES.has(type)) return this.#source(node, type, ctes)
    const known = type === '' || MODIFIERS.has(type) || ORDERS.has(type) || type.endsWith('_TYPE_INFO')
    if (!known) throw refusal(`"${type}" is not allowed in a statement.`)
    if ('function_name' in node || 'cte_map' in node || 'table_name' in node) {
      throw refusal('This kind of statement is not allowed.')
    }
    this.#children(node, ctes)
  }

  #children(node: Node, ctes: ReadonlySet<string>, ...without: string[]) {
    for (const [key, value] of Object.entries(node)) if (!without.includes(key)) this.#walk(value, ctes)
  }

  #expression(node: Node, ctes: ReadonlySet<string>) {
    const name = text(node.class)
    if (!EXPRESSIONS.has(name)) throw refusal(`"${name}" is not allowed in a statement.`)
    if (name === 'FUNCTION' || name === 'WINDOW') this.#function(node, 'value')
    else if ('function_name' in node) throw refusal('This kind of statement is not allowed.')
    if (name === 'STAR') this.#star = true
    if (name === 'COLUMN_REF') this.#word(listOf(node.column_names))
    // A value is data: it names nothing.
    this.#children(node, ctes, ...(name === 'CONSTANT' ? ['value'] : []))
  }

  #word(names: unknown[]) {
    if (names.length === 1) this.#words.add(text(names[0]).toLowerCase())
  }

  #used(table: string, node: Node) {
    this.uses.tables.add(table)
    this.#rows.add((text(node.alias) || text(node.table_name)).toLowerCase())
  }

  #function(node: Node, kind: FunctionKind) {
    const name = text(node.function_name).toLowerCase()
    const position = typeof node.query_location === 'number' ? { position: node.query_location } : {}
    const place = text(node.catalog) || !['', 'main'].includes(text(node.schema))
    if (place || !isAllowedFunction(name, kind)) {
      const suggestions = closest(name, allowedFunctions(kind))
      const why = whyRefused(name, kind)
      const what =
        kind === 'table' ? `The function ${name}() may not stand after FROM` : `The function ${name}() may not be used`
      throw refusal(
        `${what}${why ? `: it ${/^(only|reads|writes|tells|changes|runs|imitates)/.test(why) ? why : `is refused (${why})`}` : ''}.`,
        {
          ...position,
          length: name.length,
          ...(why || suggestions.length === 0 ? {} : { suggestions }),
          allowed:
            kind === 'table'
              ? `After FROM: published tables and ${allowedFunctions('table').join(', ')}.`
              : 'Functions that compute from their arguments: SELECT function_name FROM duckdb_functions().',
        },
      )
    }
  }

  #query(node: Node, outer: ReadonlySet<string>) {
    const type = text(node.type)
    if (!QUERIES.has(type)) throw refusal(`"${type}" is not allowed in a statement.`)
    let ctes = outer
    const map = isNode(node.cte_map) ? node.cte_map : {}
    for (const entry of listOf(map.map)) {
      if (!isNode(entry)) continue
      // Its own name is not yet known inside, but for a recursive one, which brings it along.
      this.#walk(entry.value, ctes)
      ctes = new Set([...ctes, text(entry.key).toLowerCase()])
    }
    const own = text(node.cte_name).toLowerCase()
    if (own === '') return this.#children(node, ctes, 'cte_map')
    const inside = new Set([...ctes, own])
    this.#walk(node.left, ctes)
    this.#walk(node.query, ctes)
    this.#walk(node.right, inside)
    this.#walk(node.child, inside)
    this.#children(node, ctes, 'cte_map', 'left', 'right', 'query', 'child')
  }

  #source(node: Node, type: string, ctes: ReadonlySet<string>) {
    if (type === 'BASE_TABLE') this.#table(node, ctes)
    if (type === 'JOIN' && node.ref_type === 'NATURAL') this.#natural = true
    if (type === 'SHOW_REF') this.#show(node)
    if (type === 'TABLE_FUNCTION') {
      const call = node.function
      if (!isNode(call) || call.class !== 'FUNCTION') throw refusal('This kind of table is not allowed.')
      this.#function(call, 'table')
      this.#children(call, ctes)
      return this.#children(node, ctes, 'function')
    }
    this.#children(node, ctes)
  }

  #show(node: Node) {
    const named = text(node.table_name).replaceAll('"', '').toLowerCase()
    const shows =
      SHOWS.has(text(node.show_type)) &&
      (isNode(node.query) || named === 'tables' || named === '__show_tables_expanded')
    if (!shows) throw refusal('Of SHOW only SHOW TABLES and SHOW ALL TABLES are allowed.')
  }

  #table(node: Node, ctes: ReadonlySet<string>) {
    const [catalog, schema, name] = [node.catalog_name, node.schema_name, node.table_name].map((part) =>
      text(part).toLowerCase(),
    ) as [string, string, string]
    if ('at_clause' in node)
      throw refusal('AT is not allowed: a snapshot is one moment. Choose another snapshot instead.')
    if (catalog === '' && (schema === '' || schema === 'recurring') && ctes.has(name)) return
    const own = catalog === '' || catalog === this.#published.catalog
    const full = `${schema || 'main'}.${name}`
    if (own && this.#published.tables.has(full)) return this.#used(full, node)
    // A name of two parts may be the catalog and a table of its main schema.
    if (catalog === '' && schema === this.#published.catalog && this.#published.tables.has(`main.${name}`)) {
      return this.#used(`main.${name}`, node)
    }
    if (own && schema === 'information_schema' && INFORMATION_SCHEMA.has(name)) return
    if (catalog === '' && schema === '' && CATALOG_VIEWS.has(name)) return
    this.#unknownTable(node, ctes)
  }

  /** A table of which nothing is offered: it is there, and not for whoever asks. */
  #refuseWithheld(name: string, place: Partial<SqlProblem>) {
    const own = name.toLowerCase().replace(new RegExp(`^${this.#published.catalog}\\.`), '')
    const table = own.includes('.') ? own : `main.${own}`
    const withheld = this.#published.withheld.get(table)
    if (withheld && !this.#published.tables.has(table)) {
      throw classRefusal([shortName(table)], tableLacks(withheld), place)
    }
  }

  #unknownTable(node: Node, ctes: ReadonlySet<string>): never {
    const name = [node.catalog_name, node.schema_name, node.table_name].map(text).filter(Boolean).join('.')
    const place = typeof node.query_location === 'number' ? { position: node.query_location, length: name.length } : {}
    this.#refuseWithheld(name, place)
    const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name
    const suggestions = closestTables(name, [...this.#published.tables, ...ctes])
    throw refusal(`There is no published table "${shown}".`, {
      ...place,
      ...(suggestions.length > 0 ? { suggestions } : {}),
      allowed: 'The published tables: SHOW ALL TABLES lists them.',
    })
  }
}
