import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { pageMeta } from '../page-meta.ts'
import { safeNext } from '../safe-next.ts'
import { problemAnswer, ProviderProblemView } from './provider-problem.tsx'

export const meta = pageMeta('provider.title')

/** The way to the identity provider: a link, since a form may lead nowhere but here. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const door = context.desk.providerDoor()
  if (!door) throw redirect('/login')
  const next = safeNext(new URL(request.url).searchParams.get('next'))
  // Whoever follows a link of another site is asked first: a session begins by what its person does here.
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site') throw redirect(`/login?${new URLSearchParams({ next })}`)
  const result = await door.begin(next)
  if (result.outcome !== 'away') return problemAnswer(result.outcome)
  throw redirect(result.address, { status: 303, headers: { 'Set-Cookie': result.cookie ?? '' } })
}

export default function ToProvider() {
  return <ProviderProblemView problem={useLoaderData<typeof loader>().problem} />
}
