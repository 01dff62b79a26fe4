// README's table of who sees what, written from app/access.ts by `npm run schema`.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CLASS_ROLES,
  mayAdminister,
  mayMarkCases,
  mayOpen,
  mayStartRuns,
  NETWORK_PAGES,
  ROLES,
  type Role,
} from '../access.ts'
import { pageNamed, PAGES, type PageName } from '../page-list.ts'
import { DATA_CLASSES, type DataClass } from '#queries/data-classes.ts'

const README = path.resolve(import.meta.dirname, '../../README.md')
const [BEGIN, END] = ['<!-- who sees what: made from app/access.ts -->\n', '<!-- end -->\n']

const HEADINGS: Record<DataClass, string> = {
  operations: 'how the network works (`operations`)',
  money: 'what it costs and earns (`money`)',
  person: 'single exams, patients, staff (`person`)',
}

const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
const yes = (is: boolean) => (is ? 'yes' : '–')

/** Pages that a role does not open; of a view that it does not open, the view alone. */
const closedTo = (role: Role): PageName[] =>
  PAGES.filter((page) => {
    const { view = page } = pageNamed(page)
    return !mayOpen(role, page) && (view === page || mayOpen(role, view))
  })

/** One row a role: its classes of data, the pages that it does not open, what it does; then what takes all centers. */
export function accessTable(): string {
  const headings = [
    'user',
    ...DATA_CLASSES.map((name) => HEADINGS[name]),
    'does not open',
    'works on cases',
    'starts runs',
    'keeps people',
  ]
  const rows = ROLES.map((role) => [
    `\`${role}\``,
    ...DATA_CLASSES.map((name) => yes(CLASS_ROLES[name].includes(role))),
    closedTo(role).join(', ') || '–',
    yes(mayMarkCases(role)),
    yes(mayStartRuns(role)),
    yes(mayAdminister(role)),
  ])
  const network = `\nSomebody who works for some centers only opens neither ${NETWORK_PAGES.join(', ')} nor administration, and starts no runs.\n`
  return [headings, headings.map(() => '---'), ...rows].map(line).join('') + network
}

/** The text with the table in its place. */
export function withAccessTable(text: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error('README.md has no place for the table: put back its two comments')
  return `${text.slice(0, from)}${BEGIN}\n${accessTable()}\n${text.slice(to)}`
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(README, withAccessTable(readFileSync(README, 'utf8')))
}
