import { readFileSync } from 'node:fs'
import { LEAST_CHARACTERS } from '../../sign-in/password-length.ts'

export const MOST_CHARACTERS = 200
const LEAST_DISTINCT = 5

export type PasswordProblem = 'short' | 'long' | 'common' | 'name' | 'same'

// Resolved from the working folder's program, whether run from source or from the build: the list lies beside this file.
const LIST = new URL('common-passwords.txt', import.meta.url)

let known: Set<string> | null = null

function commonPasswords(): Set<string> {
  known ??= new Set(
    readFileSync(LIST, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  )
  return known
}

/** Without what people put behind a word to make it look like another. */
const base = (password: string) => password.replace(/[^a-z]+$/, '')

function isCommon(password: string): boolean {
  const lower = password.toLowerCase()
  const list = commonPasswords()
  // Nothing but digits is a date, a telephone or the top row.
  return list.has(lower) || list.has(base(lower)) || new Set(lower).size < LEAST_DISTINCT || /^\d+$/.test(lower)
}

/** Why a password is not taken; null where it is. @param names the person's and the product's own words */
export function passwordProblem(password: string, names: readonly string[]): PasswordProblem | null {
  const length = [...password].length
  if (length < LEAST_CHARACTERS) return 'short'
  if (length > MOST_CHARACTERS) return 'long'
  if (isCommon(password)) return 'common'
  const rest = ['isocenter', ...names.map((name) => name.toLowerCase())]
    .filter((word) => word.length >= 4)
    .reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase())
  return rest.length < LEAST_CHARACTERS / 2 ? 'name' : null
}
