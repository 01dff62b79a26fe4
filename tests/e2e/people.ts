import { inject } from 'vitest'

/** Somebody's cookie for requests that no browser makes; empty for nobody. */
export type Cookie = string

interface NewPerson {
  user_name: string
  roles: readonly string[]
  scope_kind: string
  scope_values?: string
}

const cookieOf = (answer: Response): Cookie => answer.headers.get('set-cookie')?.split(';')[0] ?? ''

/** What is asked of a dashboard without a browser. */
export function at(base: () => string) {
  const get = (path: string, cookie: Cookie = '', headers: Record<string, string> = {}) =>
    fetch(base() + path, { headers: { ...(cookie && { cookie }), ...headers }, redirect: 'manual' })

  const post = (path: string, form: Record<string, string> | [string, string][], cookie: Cookie = '') =>
    fetch(base() + path, {
      method: 'POST',
      headers: cookie ? { cookie } : {},
      body: new URLSearchParams(form),
      redirect: 'manual',
    })

  /** Signs in. @throws with what was answered */
  async function signedIn(username: string, password: string): Promise<Cookie> {
    const answer = await post('/login', { username, password })
    if (answer.status !== 303) throw new Error(`${username} is answered ${answer.status}`)
    return cookieOf(answer)
  }

  /** A person as an administrator makes one, who has set a password by their link and signed in. */
  async function newPerson(admin: Cookie, person: NewPerson): Promise<Cookie> {
    const { user_name, roles, scope_kind, scope_values = '' } = person
    const made = await post(
      '/admin',
      [
        ...[
          ['intent', 'add'],
          ['user_name', user_name],
          ['scope_kind', scope_kind],
          ['scope_values', scope_values],
        ],
        ...roles.map((role) => ['roles', role]),
      ] as [string, string][],
      admin,
    )
    const token = /\/password\?token=([\w-]{43})/.exec(await made.text())?.[1]
    if (!token) throw new Error(`${user_name} was not made: ${made.status}`)
    const password = `a long word of ${crypto.randomUUID()}`
    const set = await post('/password', { token, next: password, again: password })
    if (set.status !== 303) throw new Error(`${user_name} could not set a password: ${set.status}`)
    return signedIn(user_name, password)
  }

  return { get, post, signedIn, newPerson }
}

/** Of the dashboard that all tests share. */
export const { get, post, signedIn, newPerson } = at(() => inject('baseUrl'))
