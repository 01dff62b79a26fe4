import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, Outlet, useLoaderData, useMatches, useNavigation, useSearchParams } from '@remix-run/react'
import { mayAdminister } from '../access.ts'
import { DataBadge } from './data-badge.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Navigation } from './navigation.tsx'
import { PageError } from '../components/page-error.tsx'
import { LanguageSwitch, ThemeSwitch } from '../components/preference-switches.tsx'
import { SEARCH_FIELDS, type ShellState } from './shell-data.ts'
import { Tag } from '../components/ui/tag.tsx'
import { tidyAddress } from './tidy-address.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse } from '../page-loader.ts'
import { PrintFooter } from '../print/print-foot.tsx'
import { isPrinted } from '../print/print-form.ts'
import { PrintBar } from '../print/print-links.tsx'

/** A search of a center or scanner is answered before the page: what it names belongs into the address. */
const isSearched = (search: URLSearchParams) => Object.values(SEARCH_FIELDS).some((field) => search.get(field)?.trim())

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url)
  try {
    const found = isSearched(searchParams) ? await context.desk.withFound(searchParams) : null
    const tidy = tidyAddress(found ?? searchParams) ?? found
    if (tidy) return redirect(tidy.size > 0 ? `${pathname}?${tidy}` : pathname)
    return await context.desk.shell(searchParams)
  } catch (error) {
    throw asResponse(error, request)
  }
}

/** A page says which filters apply to it in its `handle`; a page without it has none. */
export interface ShellHandle {
  filters?: { center?: boolean; modality?: boolean; scanner?: boolean; baseline?: boolean }
}

function UserMenu({ user }: { user: ShellState['user'] }) {
  const { t, code } = useI18n()
  return (
    <details className="relative">
      <summary className="button list-none">{user.user_name}</summary>
      <div className="absolute right-0 top-full z-30 mt-1 w-64 space-y-3 rounded-md border border-line bg-surface p-3 shadow-lg">
        <p>
          {t('user.signed_in', { name: user.user_name })}
          <br />
          <span className="text-muted">{user.roles.map((role) => code('role', role)).join(t('list.separator'))}</span>
        </p>
        <p className="flex gap-4">
          <Link to="/account" className="link">
            {t('account.title')}
          </Link>
          {mayAdminister(user) && (
            <Link to="/admin" className="link">
              {t('admin.title')}
            </Link>
          )}
        </p>
        <ThemeSwitch />
        <Form method="post" action="/logout">
          <button className="button w-full">{t('user.sign_out')}</button>
        </Form>
      </div>
    </details>
  )
}

function Header({ state }: { state: ShellState }) {
  const { t } = useI18n()
  return (
    <header className="no-print sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[1600px] flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
        <Link to="/" className="flex items-center gap-2 font-semibold">
          <img src="/favicon.svg" alt="" width={22} height={22} />
          Isocenter
        </Link>
        <Navigation person={state.user} />
        <div className="ml-auto flex items-center gap-2">
          <LanguageSwitch />
          <UserMenu user={state.user} />
        </div>
        <div className="flex basis-full flex-wrap items-center gap-2 xl:order-none xl:basis-auto">
          {state.snapshot?.is_demo && (
            <span data-demo>
              <Tag tone="warn">{t('badge.demo')}</Tag>
            </span>
          )}
          <DataBadge state={state} />
        </div>
      </div>
    </header>
  )
}

export default function Shell() {
  const state = useLoaderData<typeof loader>()
  const { t } = useI18n()
  const onPaper = isPrinted(useSearchParams()[0])
  const isUnderWay = useNavigation().state !== 'idle'
  const filters = (useMatches().at(-1)?.handle as ShellHandle | undefined)?.filters
  return (
    <>
      <a href="#main" className="button absolute -top-20 left-2 z-40 focus:top-2">
        {t('shell.skip')}
      </a>
      {onPaper ? <PrintBar /> : <Header state={state} />}
      {isUnderWay && <div className="under-way" role="progressbar" aria-label={t('shell.under_way')} />}
      <main
        id="main"
        tabIndex={-1}
        aria-busy={isUnderWay}
        className="mx-auto max-w-[1600px] space-y-4 px-4 py-4 outline-none"
      >
        {filters && !onPaper && (
          <FilterBar
            state={state}
            withCenter={filters.center ?? true}
            withModality={filters.modality ?? true}
            withScanner={filters.scanner ?? false}
            withBaseline={filters.baseline ?? false}
          />
        )}
        <Outlet />
        <PrintFooter state={state} />
      </main>
    </>
  )
}

export function ErrorBoundary() {
  return (
    <main className="mx-auto max-w-2xl p-8">
      <PageError />
    </main>
  )
}
