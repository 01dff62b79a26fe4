import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { pageMeta } from '../page-meta.ts'
import { problemAnswer, ProviderProblemView } from './provider-problem.tsx'

export const meta = pageMeta('provider.title')

/** Where the identity provider sends people back to. */
export async function loader({ context }: LoaderFunctionArgs) {
  const door = context.desk.providerDoor()
  if (!door) throw redirect('/login')
  const result = await door.finish()
  if (result.outcome !== 'signed_in') return problemAnswer(result.outcome)
  const to = result.next === '/' ? await context.desk.home(result.user) : result.next
  throw redirect(to, { status: 303, headers: { 'Set-Cookie': result.cookie ?? '' } })
}

export default function FromProvider() {
  return <ProviderProblemView problem={useLoaderData<typeof loader>().problem} />
}
