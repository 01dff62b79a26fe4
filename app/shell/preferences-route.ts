import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { formOf } from '../form.ts'
import { LOCALES, THEMES } from '../preferences.ts'
import { safeNext } from '../safe-next.ts'

const YEAR = 365 * 24 * 3600

/** Keeps the chosen language or theme in a cookie and goes back to the page. No account is needed: /login has the switch too. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await formOf(request)
  const headers = new Headers()
  const keep = (name: string, value: string | undefined) => {
    const secure = context.desk.isSecure ? '; Secure' : ''
    if (value)
      headers.append('Set-Cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${YEAR}${secure}`)
  }
  keep(
    'lang',
    LOCALES.find((locale) => locale === form.get('lang')),
  )
  keep(
    'theme',
    THEMES.find((theme) => theme === form.get('theme')),
  )
  const next = form.get('next')
  // The sign-in page is no place to be sent to after signing in, but one may change the language on it.
  const target = typeof next === 'string' && /^\/login(\?[\x21-\x7e]*)?$/.test(next) ? next : safeNext(next)
  return redirect(target, { status: 303, headers })
}

export function loader() {
  return redirect('/')
}
