import { createRemixStub } from '@remix-run/testing'
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { onTestFinished } from 'vitest'
import { I18nContext } from '#app/i18n/context.ts'
import { messagesFor } from '#app/i18n/dictionary.server.ts'
import { metricTextsFor } from '#app/i18n/metrics.server.ts'
import type { Locale } from '#app/preferences.ts'
import { SHELL_ROUTE } from '#app/shell/shell-data.ts'

const leaf = (path: 'index' | '*') => ({
  ...(path === 'index' ? { index: true } : { path }),
  id: path,
  Component: () => null,
})

/**
 * A component as it stands on a page at an address, inside the frame around every page. Needs a document (jsdom).
 * @param data what the page answers
 */
export function draw(
  node: ReactNode,
  { at = '/', locale = 'en' as Locale, data = undefined as unknown } = {},
): HTMLElement {
  const texts = { locale, messages: messagesFor(locale), metrics: metricTextsFor(locale) }
  const framed = () => <I18nContext.Provider value={texts}>{node}</I18nContext.Provider>
  // As in app/routes.ts: the frame has no path of its own.
  const Stub = createRemixStub([{ id: SHELL_ROUTE, Component: framed, children: [leaf('index'), leaf('*')] }])
  onTestFinished(cleanup)
  const loaderData = data === undefined ? {} : { index: data, '*': data }
  return render(<Stub initialEntries={[at]} hydrationData={{ loaderData }} />).container
}
