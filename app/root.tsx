import '@fontsource-variable/inter/index.css'
import './app.css'
import './components/ui/cards.css'
import './print/print.css'
import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useRouteError,
  useRouteLoaderData,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import { useContext, useEffect, type CSSProperties, type ReactNode } from 'react'
import { ErrorView } from './components/error-view.tsx'
import { frameMessagesFor, messagesFor } from './i18n/dictionary.server.ts'
import { I18nContext } from './i18n/context.ts'
import { metricTextsFor } from './i18n/metrics.server.ts'
import { NonceContext } from './nonce.ts'
import { pageNamed, PAGES, type PageName } from './page-list.ts'
import { usePrintFoot } from './print/print-foot.tsx'
import { isPrinted } from './print/print-form.ts'
import { localeIn, parseCookies, themeOf, type Locale, type Theme } from './preferences.ts'

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]

/**
 * Pages whose content a document brings as markup, by the first part of their address: their scripts need the frame's texts,
 * and those of what lives in the browser.
 */
const AS_MARKUP = new Map(
  PAGES.flatMap((page): [string, PageName][] =>
    page === 'sql' ? [] : [[pageNamed(page).path.split('/')[1] ?? '', page]],
  ),
)

/** The page whose markup the document brings; undefined where all is drawn in the browser, as beside the data page. */
function markupPage(pathname: string): PageName | undefined {
  const page = AS_MARKUP.get(pathname.split('/')[1] ?? '')
  return page === 'data' && pathname !== '/data' ? undefined : page
}

export function loader({ request, context }: LoaderFunctionArgs) {
  const locale = localeIn(request.headers)
  const theme = themeOf(parseCookies(request.headers.get('cookie')).get('theme'))
  const texts = { locale, messages: messagesFor(locale), metrics: metricTextsFor(locale) }
  if (context.served) context.served.texts = texts
  const page = markupPage(new URL(request.url).pathname)
  if (!context.served || !page) return { ...texts, theme, whole: true }
  return { locale, messages: frameMessagesFor(locale, page), metrics: {}, theme, whole: false }
}

/** Whether the browser has all texts, or only those that the first document needed. */
let hasAllTexts = false

/** Texts change only with the language, which is switched by a form; what the first document left out comes with the next page. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod }) =>
  !hasAllTexts || (formMethod !== undefined && formMethod !== 'GET')

interface HtmlProps {
  locale: Locale
  theme: Theme
  /** What the style sheet sets at the foot of each printed sheet. */
  foot?: CSSProperties
  children: ReactNode
}

function Html({ locale, theme: chosen, foot, children }: HtmlProps) {
  const nonce = useContext(NonceContext)
  const onPaper = isPrinted(new URLSearchParams(useLocation().search))
  const theme = onPaper ? 'light' : chosen
  const classes = [theme === 'system' ? '' : theme, onPaper ? 'printed' : ''].filter(Boolean).join(' ')
  return (
    <html lang={locale} className={classes || undefined} style={foot}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <div id="chart-cursor" className="no-print pointer-events-none fixed z-30 border-l border-muted" hidden />
        <div
          id="chart-words"
          role="status"
          className="no-print pointer-events-none fixed z-30 max-w-xs rounded border border-line bg-raised px-2 py-1 text-xs text-ink empty:border-0 empty:p-0"
        />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

const FootedHtml = (props: HtmlProps) => <Html {...props} foot={usePrintFoot()} />

/** Also stands around error pages: the reader's language and theme hold there too. */
export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root')
  if (!data)
    return (
      <Html locale="en" theme="system">
        {children}
      </Html>
    )
  return (
    <I18nContext.Provider value={data}>
      <FootedHtml locale={data.locale} theme={data.theme}>
        {children}
      </FootedHtml>
    </I18nContext.Provider>
  )
}

export default function App() {
  const whole = useRouteLoaderData<typeof loader>('root')?.whole ?? false
  useEffect(() => {
    hasAllTexts = whole
  }, [whole])
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const data = useRouteLoaderData<typeof loader>('root')
  if (!data) return <main className="p-8">Isocenter failed to answer. Try again in a minute.</main>
  return (
    <main className="mx-auto max-w-2xl p-8">
      <ErrorView error={error} />
    </main>
  )
}
