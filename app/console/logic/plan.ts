/** One step of DuckDB's plan, in words that stay when DuckDB's JSON changes. */
export interface PlanNode {
  name: string
  /** What the step does: table, filters, groups, … */
  details: { name: string; value: string }[]
  /** Rows that came out; null where the statement was not run. */
  rows: number | null
  /** Rows that DuckDB expected; null where it does not say. */
  estimated: number | null
  /** Processor time of this step alone, seconds; null where it was not run. */
  seconds: number | null
  /** Its part of the time of all steps, 0…1; null where nothing was measured. */
  share: number | null
  children: PlanNode[]
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const finite = (value: unknown): number | null => {
  const number = typeof value === 'string' ? Number(value.replace(/^~/, '')) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

const ESTIMATE = 'Estimated Cardinality'

function detailsOf(info: unknown): PlanNode['details'] {
  if (!isObject(info)) return typeof info === 'string' && info ? [{ name: '', value: info }] : []
  return Object.entries(info)
    .filter(([name]) => name !== ESTIMATE)
    .map(([name, value]) => ({ name, value: Array.isArray(value) ? value.join(', ') : textOf(value) }))
    .filter(({ value }) => value !== '')
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function nodeOf(raw: Json): PlanNode {
  const name = String(raw.operator_name ?? raw.operator_type ?? raw.name ?? '').trim()
  const info = raw.extra_info
  return {
    // Table functions come in DuckDB's capitals with spaces, operators with underscores.
    name: name.replaceAll('_', ' '),
    details: detailsOf(info),
    rows: finite(raw.operator_cardinality),
    estimated: isObject(info) ? finite(info[ESTIMATE]) : null,
    seconds: finite(raw.operator_timing),
    share: null,
    children: (Array.isArray(raw.children) ? raw.children : []).filter(isObject).map(nodeOf),
  }
}

function totalSeconds(nodes: PlanNode[]): number {
  return nodes.reduce((sum, node) => sum + (node.seconds ?? 0) + totalSeconds(node.children), 0)
}

function withShares(node: PlanNode, total: number): PlanNode {
  const share = node.seconds === null || total <= 0 ? null : node.seconds / total
  return { ...node, share, children: node.children.map((child) => withShares(child, total)) }
}

/** Wrappers that are no step of the work: the query as a whole, and EXPLAIN itself. */
function steps(raw: unknown): Json[] {
  if (Array.isArray(raw)) return raw.filter(isObject).flatMap(steps)
  if (!isObject(raw)) return []
  const name = raw.operator_name ?? raw.operator_type ?? raw.name
  const isWrapper = name === undefined || /^EXPLAIN/.test(String(name))
  return isWrapper ? steps(raw.children ?? []) : [raw]
}

/** Reads DuckDB's JSON of EXPLAIN or EXPLAIN ANALYZE, as text or parsed; what is no plan gives no steps. */
export function planOf(raw: unknown): PlanNode[] {
  let parsed = raw
  if (typeof raw === 'string') {
    try {
      parsed = JSON.parse(raw)
    } catch {
      return []
    }
  }
  const nodes = steps(parsed).map(nodeOf)
  const total = totalSeconds(nodes)
  return nodes.map((node) => withShares(node, total))
}

const milliseconds = (seconds: number) => `${(seconds * 1000).toFixed(seconds < 0.01 ? 2 : 0)} ms`

/** The tree as indented text, for a message or a ticket. */
export function planText(nodes: PlanNode[], depth = 0): string {
  return nodes
    .map((node) => {
      const facts = [
        node.seconds === null ? null : milliseconds(node.seconds),
        node.rows === null ? null : `${node.rows} rows`,
        node.estimated === null ? null : `${node.estimated} estimated`,
      ].filter(Boolean)
      const details = node.details.map(({ name, value }) => (name ? `${name}: ${value}` : value).replace(/\s+/g, ' '))
      const line = `${'  '.repeat(depth)}${[node.name, facts.join(', '), ...details].filter(Boolean).join(' | ')}`
      return [line, planText(node.children, depth + 1)].filter(Boolean).join('\n')
    })
    .join('\n')
}
