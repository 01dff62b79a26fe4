import type { Contract } from '../contracts/contract.ts'
import { contracts, REFERENCE_FOLDER } from '../contracts/index.ts'
import { referenceFeeds, targetOf } from '../reference/contract.ts'
import { profileSchema, type ColumnRule, type ProfileFile } from './profile-schema.ts'
import type { ProfileProblem } from './problem.ts'
import { ruleProblems } from './profile-rules.ts'
import { fold } from './tidy.ts'

/** A valid profile, its short forms written out. */
export interface Profile extends Omit<ProfileFile, 'columns'> {
  name: string
  contract: Contract
  columns: Record<string, ColumnRule>
}

export type ReadProfile =
  | { profile: Profile; problems: [] }
  | { profile: null; problems: ProfileProblem[]; files: string[]; feed: string | null }

/** Reads a profile's text. `name` is its file's name without `.json`. */
export function readProfile(name: string, text: string): ReadProfile {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    const message = `is not JSON (${(error as Error).message.slice(0, 120)}): mend it, an editor shows the place`
    return { profile: null, problems: [{ path: '', message }], files: [], feed: null }
  }
  const parsed = profileSchema.safeParse(json)
  if (!parsed.success) return { profile: null, problems: parsed.error.issues.flatMap(problemsOf), ...claims(json) }
  const problems = contractProblems(parsed.data)
  if (problems.length > 0) return { profile: null, problems, ...claims(json) }
  const columns = Object.fromEntries(
    Object.entries(parsed.data.columns).map(([column, rule]) => [
      column,
      typeof rule === 'string' || Array.isArray(rule) ? { from: rule } : rule,
    ]),
  )
  const contract = targetOf(parsed.data.feed)!
  return { profile: { ...parsed.data, name, contract, columns }, problems: [] }
}

/** Files that a broken profile means: they are rejected whole rather than read as something that they are not. */
function claims(json: unknown): { files: string[]; feed: string | null } {
  const { files, feed } = (json ?? {}) as { files?: unknown; feed?: unknown }
  const named = Array.isArray(files) ? files.filter((f): f is string => typeof f === 'string') : []
  return { files: named, feed: typeof feed === 'string' ? feed : null }
}

type Issue = { path: PropertyKey[]; message: string; code: string; keys?: string[]; errors?: Issue[][] }

function problemsOf(issue: unknown): ProfileProblem[] {
  const { path, message, code, keys, errors } = issue as Issue
  const where = path.map(String).join('.')
  if (code === 'unrecognized_keys') {
    const list = keys!.map((k) => `"${k}"`).join(', ')
    return [
      {
        path: where,
        message: `has unknown keys: ${list}. Remove them, or mind their spelling; docs/profiles.md lists all`,
      },
    ]
  }
  // Of a union the branch for objects says most.
  if (code === 'invalid_union') {
    const branches = errors ?? []
    const best = branches.find((b) =>
      b.some((i) => i.path.length > 0 || i.code === 'custom' || i.code === 'unrecognized_keys'),
    )
    if (best) return best.flatMap((i) => problemsOf({ ...i, path: [...path, ...i.path] }))
    return [{ path: where, message: 'must be a column name, a list of names, or an object; see docs/profiles.md' }]
  }
  return [{ path: where, message }]
}

/** What only the contract can tell: feeds, columns, values, and globs outside the feed's folder. */
function contractProblems(file: ProfileFile): ProfileProblem[] {
  const contract = targetOf(file.feed)
  if (!contract) {
    const feeds = [...contracts.map((c) => c.feed), ...referenceFeeds].join(', ')
    return [{ path: 'feed', message: `"${file.feed}" is no feed: name one of ${feeds}` }]
  }
  return [...globProblems(file), ...columnProblems(file, contract), ...splitProblems(file, contract)]
}

function globProblems(file: ProfileFile): ProfileProblem[] {
  const problems: ProfileProblem[] = []
  // Reference data of every kind lies in one folder.
  const folder = file.feed.startsWith(`${REFERENCE_FOLDER}/`) ? REFERENCE_FOLDER : file.feed
  for (const [i, glob] of file.files.entries()) {
    const path = `files.${i}`
    if (!glob.startsWith(`${folder}/`))
      problems.push({ path, message: `"${glob}" lies outside the feed: begin it with ${folder}/` })
    if (file.files.indexOf(glob) !== i) problems.push({ path, message: `"${glob}" stands twice: remove one` })
  }
  return problems
}

function columnProblems(file: ProfileFile, contract: Contract): ProfileProblem[] {
  const problems: ProfileProblem[] = []
  const seen = new Map<string, string>()
  for (const [name, rule] of Object.entries(file.columns)) {
    const path = `columns.${name}`
    const column = contract.columns.find((c) => c.name === name)
    if (!column) {
      const near = nearest(
        name,
        contract.columns.map((c) => c.name),
      )
      problems.push({
        path,
        message: `the contract of ${file.feed} has no such column${near ? `; did you mean ${near}?` : ': see docs/landing.md'}`,
      })
      const twin = contract.columns.find((c) => c.name === name.trim().toLowerCase())
      if (twin && seen.has(twin.name)) problems.push({ path, message: `maps ${twin.name} a second time: keep one` })
      continue
    }
    seen.set(name, path)
    if (typeof rule === 'string' || Array.isArray(rule)) continue
    problems.push(...ruleProblems(path, rule, column))
  }
  return problems
}

function splitProblems(file: ProfileFile, contract: Contract): ProfileProblem[] {
  const number = file.several_exams?.number
  if (!number || contract.columns.some((c) => c.name === number.column)) return []
  return [{ path: 'several_exams.number.column', message: `"${number.column}" is no column of ${file.feed}` }]
}

/** Name that differs by few letters, or null. */
export function nearest(name: string, among: string[]): string | null {
  const best = among.map((other) => ({ other, d: distance(fold(name), fold(other)) })).sort((a, b) => a.d - b.d)[0]
  return best && best.d <= Math.max(2, Math.floor(best.other.length / 3)) ? best.other : null
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
