import Papa from 'papaparse'
import type { Kysely } from 'kysely'
import { SCOPE_KINDS, type CenterScope } from '#queries/scope/center-scope.ts'
import { ROLES, type Role } from '../../access.ts'
import { IMPORT_COLUMNS } from '../../admin/import-columns.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { peopleList, problemOf, type KnownPerson, type PersonInput } from './people.ts'

export const MOST_IMPORTED = 2_000

export type RowState = 'new' | 'changed' | 'same' | 'rejected'
export type RejectReason =
  | 'name'
  | 'too_long'
  | 'no_role'
  | 'no_scope'
  | 'bad_role'
  | 'bad_scope'
  | 'unknown_center'
  | 'twice'
  | 'malformed'
  | 'own_account'

export interface ImportRow {
  line: number
  state: RowState
  reason: RejectReason | null
  person: PersonInput | null
  /** As it was typed, for who mends it. */
  user_name: string
}

export type ImportPreview =
  { problem: 'header' | 'empty' | 'too_many'; columns: string[] } | { problem: null; rows: ImportRow[] }

const parts = (text: string) => [...new Set(text.split(';').map((part) => part.trim()))].filter(Boolean)

type Cells = Record<(typeof IMPORT_COLUMNS)[number], string>

/** What a scope may name: codes of centers, provinces, kinds of ownership. */
export interface Known {
  center: ReadonlySet<string>
  province: ReadonlySet<string>
  ownership: ReadonlySet<string>
}

function scopeOf(cells: Cells, known: Known): CenterScope | RejectReason {
  const kind = SCOPE_KINDS.find((one) => one === cells.scope_kind.trim().toLowerCase())
  if (!kind) return 'bad_scope'
  const values = parts(cells.scope_values)
  if (kind === 'all') return values.length === 0 ? { kind } : 'bad_scope'
  return values.every((value) => known[kind].has(value)) ? { kind, values: values.sort() } : 'unknown_center'
}

function personOf(cells: Cells, known: Known): PersonInput | RejectReason {
  const roles = parts(cells.roles.toLowerCase())
  if (!roles.every((role) => (ROLES as readonly string[]).includes(role))) return 'bad_role'
  const scope = scopeOf(cells, known)
  if (typeof scope === 'string') return scope
  const person = {
    user_name: cells.user_name.trim().toLowerCase(),
    display_name: cells.display_name.trim(),
    roles: ROLES.filter((role) => (roles as Role[]).includes(role)),
    scope,
  }
  const problem = problemOf(person)?.[1]
  if (problem === 'name' || problem === 'too_long' || problem === 'no_role' || problem === 'no_scope') return problem
  return person
}

const rightsText = ({ display_name, roles, scope }: PersonInput) => JSON.stringify([display_name, roles, scope])

function stateOf(person: PersonInput, before: KnownPerson | undefined): RowState {
  if (!before) return 'new'
  return rightsText(before) === rightsText(person) ? 'same' : 'changed'
}

/**
 * Reads a file of people without changing anything: a bad row costs that row, a wrong header the file.
 * @param importer may not change their own rights by a file
 */
export async function previewImport(
  db: Kysely<AppDatabase>,
  text: string,
  known: Known,
  importer: string,
): Promise<ImportPreview> {
  const parsed = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: 'greedy' })
  const [header = [], ...lines] = parsed.data
  const columns = header.map((name) => name.trim().toLowerCase())
  const isWhole = IMPORT_COLUMNS.every((name) => columns.filter((one) => one === name).length === 1)
  if (!isWhole || columns.length !== IMPORT_COLUMNS.length) return { problem: 'header', columns }
  if (lines.length === 0) return { problem: 'empty', columns }
  if (lines.length > MOST_IMPORTED) return { problem: 'too_many', columns }
  const before = new Map((await peopleList(db)).map((person) => [person.user_name, person]))
  const seen = new Set<string>()
  const rows = lines.map((line, place): ImportRow => {
    const cells = Object.fromEntries(columns.map((name, i) => [name, line[i] ?? ''])) as Cells
    const user_name = cells.user_name.trim().toLowerCase().slice(0, 64)
    const person = line.length === columns.length ? personOf(cells, known) : 'malformed'
    const refused = (reason: RejectReason): ImportRow => ({
      ...{ line: place + 2, state: 'rejected', reason, person: null, user_name },
    })
    if (typeof person === 'string') return refused(person)
    if (seen.has(person.user_name)) return refused('twice')
    if (person.user_name === importer) return refused('own_account')
    seen.add(person.user_name)
    return { line: place + 2, state: stateOf(person, before.get(person.user_name)), reason: null, person, user_name }
  })
  return { problem: null, rows }
}
