import { textParam } from '#queries/filter/search-params.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { formOf } from '../form.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { Alert } from '../sign-in/frame.tsx'
import { personForm, tokenForm } from './admin-forms.ts'
import { ImportView } from './import-view.tsx'
import { PeopleView } from './people-view.tsx'
import { PersonView } from './person-view.tsx'
import { Secret } from './secret.tsx'
import { TokensView } from './tokens-view.tsx'
import { TrailView } from './trail-view.tsx'
import { UseView } from './use-view.tsx'

export const meta = pageMeta('admin.title')
export { PageError as ErrorBoundary } from '../components/page-error.tsx'

const VIEWS = ['people', 'import', 'tokens', 'trail', 'use'] as const
type ViewName = (typeof VIEWS)[number]

const viewOf = (search: URLSearchParams): ViewName => VIEWS.find((name) => name === search.get('view')) ?? 'people'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams: search } = new URL(request.url)
  try {
    const desk = await context.desk.administration()
    const view = viewOf(search)
    const page = Math.min(Math.max(1, Math.trunc(Number(search.get('page')) || 1)), 100_000)
    const named = search.get('person')
    return {
      view,
      page,
      people: view === 'people' && !named ? await desk.people() : null,
      person: view === 'people' && named ? await desk.person(named) : null,
      tokens: view === 'tokens' ? await desk.tokens() : null,
      trail: view === 'trail' ? await desk.trail(search, page) : null,
      use: view === 'use' ? await desk.use({ by: textParam(search, 'by'), of: textParam(search, 'of') }) : null,
    }
  } catch (error) {
    throw asResponse(error, request)
  }
}

/** What was done, and what is shown once of it. */
export async function action({ context, request }: ActionFunctionArgs) {
  try {
    const desk = await context.desk.administration()
    const form = await formOf(request)
    const name = String(form.get('user_name') ?? '')
    switch (form.get('intent')) {
      case 'add':
        return { done: 'link' as const, invited: [await desk.add(personForm(form))] }
      case 'change':
        await desk.change(personForm(form))
        return { done: 'saved' as const }
      case 'invite':
        return { done: 'link' as const, invited: [await desk.invite(name)] }
      case 'end_sessions':
        await desk.endSessions(name)
        return { done: 'ended' as const }
      case 'drop_factor':
        await desk.dropSecondFactor(name)
        return { done: 'dropped' as const }
      case 'unlink':
        await desk.unlink(name)
        return { done: 'unlinked' as const }
      case 'token': {
        const { userName, name: what, centers, days } = tokenForm(form)
        return { done: 'token' as const, token: await desk.createToken(userName, what, centers, days) }
      }
      case 'revoke':
        await desk.revokeToken(String(form.get('id') ?? ''))
        return { done: 'revoked' as const }
      case 'look_over': {
        const text = String(form.get('text') ?? '')
        return { done: 'looked_over' as const, text, preview: await desk.preview(text) }
      }
      case 'apply':
        return { done: 'applied' as const, invited: await desk.apply(String(form.get('text') ?? '')) }
      default:
        throw new Response('Unknown intent\n', { status: 400 })
    }
  } catch (error) {
    const failure = error as { code?: string; problem?: string }
    if (failure.code === 'app/person')
      return data({ done: 'refused' as const, problem: failure.problem as 'taken' }, { status: 400 })
    throw asResponse(error, request)
  }
}

function Tabs({ view }: { view: ViewName }) {
  const { t } = useI18n()
  return (
    <nav aria-label={t('admin.title')} className="no-print border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-4">
        {VIEWS.map((name) => (
          <li key={name}>
            <Link
              to={`/admin?view=${name}`}
              aria-current={view === name ? 'page' : undefined}
              className={`block whitespace-nowrap border-b-2 py-1.5 ${view === name ? 'border-accent font-semibold text-ink' : 'border-transparent text-muted hover:text-ink'}`}
            >
              {t(`admin.tab.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Outcome() {
  const answer = useActionData<typeof action>()
  const { t } = useI18n()
  if (!answer) return null
  switch (answer.done) {
    case 'refused':
      return <Alert>{t(`admin.problem.${answer.problem}`)}</Alert>
    case 'link':
    case 'applied':
      return <Secret invited={answer.invited} isImport={answer.done === 'applied'} />
    case 'token':
      return <Secret token={answer.token} />
    case 'looked_over':
      return null
    default:
      return <p role="status">{t(`admin.${answer.done}`)}</p>
  }
}

export default function Admin() {
  const { view, page, people, person, tokens, trail, use } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useI18n()
  return (
    <div className="space-y-4">
      <h1>{t('admin.title')}</h1>
      <Tabs view={view} />
      <Outcome />
      {people && <PeopleView people={people} />}
      {person && <PersonView key={person.user_name} person={person} />}
      {view === 'people' && !people && !person && <Alert>{t('admin.problem.unknown')}</Alert>}
      {view === 'import' && <ImportView looked={answer?.done === 'looked_over' ? answer : null} />}
      {tokens && <TokensView tokens={tokens} />}
      {trail && <TrailView trail={trail} page={page} />}
      {use && <UseView use={use} />}
    </div>
  )
}
