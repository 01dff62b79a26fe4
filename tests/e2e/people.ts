import { inject } from 'vitest'

/** Somebody's cookie for requests that no browser makes; empty for nobody. */
export type Cookie = string

export const get = (path: string, cookie: Cookie = '', headers: Record<string, string> = {}) =>
  fetch(inject('baseUrl') + path, { headers: { ...(cookie && { cookie }), ...headers }, redirect: 'manual' })

export const post = (path: string, form: Record<string, string> | [string, string][], cookie: Cookie = '') =>
  fetch(inject('baseUrl') + path, {
    method: 'POST',
    headers: cookie ? { cookie } : {},
    body: new URLSearchParams(form),
    redirect: 'manual',
  })

const cookieOf = (answer: Response): Cookie => answer.headers.get('set-cookie')?.split(';')[0] ?? ''

/** Signs in without a browser. @throws with what was answered */
export async function signedIn(username: string, password: string): Promise<Cookie> {
  const answer = await post('/login', { username, password })
  if (answer.status !== 303) throw new Error(`${username} is answered ${answer.status}`)
  return cookieOf(answer)
}

/** A person as an administrator makes one, who has set a password by their link and signed in. */
export async function newPerson(
  admin: Cookie,
  person: { user_name: string; roles: readonly string[]; scope_kind: string; scope_values?: string },
): Promise<Cookie> {
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
