import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'

export async function loader({ context }: LoaderFunctionArgs) {
  if (!(await context.desk.user())) throw redirect('/login')
  return null
}

export async function action({ context }: ActionFunctionArgs) {
  const { cookie, to } = await context.desk.signOut()
  return redirect(to, { status: 303, headers: { 'Set-Cookie': cookie } })
}

/** A link can be followed by anything; only the button, a form of ours, signs out. */
export default function Logout() {
  const { t } = useI18n()
  return (
    <main className="mx-auto max-w-sm px-4 pt-[15vh]">
      <h1>{t('logout.title')}</h1>
      <Form method="post" action="/logout" className="mt-4 flex gap-2">
        <button className="button button-primary">{t('user.sign_out')}</button>
        <Link to="/" className="button">
          {t('logout.stay')}
        </Link>
      </Form>
    </main>
  )
}
