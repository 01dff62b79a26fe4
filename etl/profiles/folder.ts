import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROFILES_FOLDER } from '../contracts/index.ts'
import { globPattern } from '../file-check/patterns.ts'
import type { ProfileProblem } from '../file-check/problem.ts'
import { readProfile, type Profile } from '../file-check/profile.ts'

/** A profile as it lies in the folder: valid, or broken with what is wrong. */
export interface Found {
  name: string
  /** Identity of what it says: blanks and line ends do not count. */
  fingerprint: string
  profile: Profile | null
  problems: ProfileProblem[]
  globs: RegExp[]
}

/** Who reads a file: one valid profile, or why it is rejected whole. */
export type Claim = { fingerprint: string } & ({ profile: Profile; refused: null } | { profile: null; refused: string })

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

function readOne(folder: string, file: string): Found {
  const name = file.slice(0, -'.json'.length)
  let text
  try {
    text = readFileSync(join(folder, file), 'utf8')
  } catch (error) {
    const message = `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}): give this user read access`
    return { name, fingerprint: digest(name), profile: null, problems: [{ path: '', message }], globs: [] }
  }
  const read = readProfile(name, text)
  const files = read.profile ? read.profile.files : read.files
  return {
    name,
    fingerprint: digest(canonical(text)),
    profile: read.profile,
    problems: read.problems,
    globs: files.map(globPattern),
  }
}

function canonical(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text.replace(/^\ufeff/, '')))
  } catch {
    return text
  }
}

/** The profiles of a network. */
export class Profiles {
  readonly found: Found[]

  constructor(found: Found[]) {
    this.found = found
  }

  get isEmpty(): boolean {
    return this.found.length === 0
  }

  /** Null: the file follows the landing contract as it lies. */
  claim(path: string): Claim | null {
    const claims = this.found.filter((f) => f.globs.some((glob) => glob.test(path)))
    const [first] = claims
    if (!first) return null
    if (claims.length > 1) {
      const names = claims.map((c) => c.name).join(', ')
      return {
        fingerprint: digest(claims.map((c) => c.fingerprint).join()),
        profile: null,
        refused: `profiles ${names}`,
      }
    }
    const { fingerprint, profile, name } = first
    return profile ? { fingerprint, profile, refused: null } : { fingerprint, profile, refused: `profile ${name}` }
  }

  /** What to add to a file's size, times and inode, so that it is looked at again when its profile changes. */
  keyOf(path: string): string {
    const claim = this.claim(path)
    return claim ? `~${claim.fingerprint}` : ''
  }
}

export const NO_PROFILES = new Profiles([])

export function readProfiles(controlDir: string): Profiles {
  const folder = join(controlDir, PROFILES_FOLDER)
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return NO_PROFILES
  }
  const files = names.filter((n) => n.endsWith('.json') && !n.startsWith('.')).sort()
  return new Profiles(files.map((file) => readOne(folder, file)))
}
