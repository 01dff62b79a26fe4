import type { Asked } from '../db/asked.ts'
import { statementOf } from '../db/statement.ts'
import { readable } from './readable.ts'

/** A figure, or what it is a figure of, as a panel shows it. */
export type Shown = Record<string, string | number | boolean | null>

/**
 * A tile, chart or table, and the statement that made it: the page's own questions as common table expressions, and a
 * SELECT over them that does what the page does with their answers.
 */
export interface Panel<Page> {
  /** Name within its page; `data-panel` in the markup is `<page>.<id>`. */
  id: string
  /** The page's questions by the name under which `select` reads them. */
  from: Record<string, string>
  /** What makes the panel's figures of the answers. Only SQL that every engine speaks. */
  select: string
  /** Its own side alone, for somebody of some centers: what stands beside it is worked out of rows that are not theirs. */
  alone?: { from: Record<string, string>; select: string }
  /** What stands on the page: each of these rows is among the statement's, column by column. */
  shows: (page: Page) => Shown[]
  /** Whether the statement has no rows beside those shown; else it has more, such as the previous period's. */
  exact?: boolean
}

/** Questions of a page by name; a page that did not ask one of them has no such panel (money, say). */
export function statementsOf(asked: Asked[]): Map<string, string> {
  return new Map(asked.map(({ name, compiled }) => [name, statementOf(compiled)]))
}

/** The panel's statement, or null where the page did not ask its questions. */
export function panelStatement<Page>(
  { from, select, alone }: Pick<Panel<Page>, 'from' | 'select' | 'alone'>,
  questions: Map<string, string>,
): string | null {
  const parts: string[] = []
  for (const [alias, name] of Object.entries(from)) {
    const statement = questions.get(name)
    if (statement === undefined) return alone ? panelStatement(alone, questions) : null
    parts.push(`${alias} AS (${statement})`)
  }
  return readable(`${parts.length > 0 ? `WITH ${parts.join(', ')} ` : ''}${select}`)
}

/** Picks columns that a row shares with the statement. */
export function pick<Row extends object>(row: Row, names: readonly (keyof Row & string)[]): Shown {
  return Object.fromEntries(names.map((name) => [name, row[name] as Shown[string]]))
}

/** Those of a page's possible tiles that it shows. */
export const only = <Page>(panels: Panel<Page>[], ...ids: string[]) =>
  panels.filter((panel) => ids.includes(panel.id.slice('tile.'.length)))
