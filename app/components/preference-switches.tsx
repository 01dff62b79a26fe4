import { useLocation, useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { THEMES, type Theme } from '../preferences.ts'

/** A plain form: the whole page is answered anew in the chosen language or theme, with or without scripts. */
function PreferenceForm({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation()
  return (
    <form method="post" action="/preferences">
      <input type="hidden" name="next" value={pathname + search} />
      {children}
    </form>
  )
}

export function LanguageSwitch() {
  const { locale } = useI18n()
  const other =
    locale === 'en' ? ({ locale: 'zh-CN', label: '中文' } as const) : ({ locale: 'en', label: 'English' } as const)
  return (
    <PreferenceForm>
      <button name="lang" value={other.locale} lang={other.locale} className="button px-2">
        {other.label}
      </button>
    </PreferenceForm>
  )
}

export function ThemeSwitch() {
  const { t } = useI18n()
  const current = useRouteLoaderData<{ theme: Theme }>('root')?.theme ?? 'system'
  return (
    <PreferenceForm>
      <div role="group" aria-label={t('theme.label')} className="inline-flex rounded border border-line">
        {THEMES.map((theme) => (
          <button
            key={theme}
            name="theme"
            value={theme}
            aria-pressed={theme === current}
            className={`h-8 px-2 ${theme === current ? 'bg-accent-soft font-semibold' : 'hover:bg-raised'}`}
          >
            {t(`theme.${theme}`)}
          </button>
        ))}
      </div>
    </PreferenceForm>
  )
}
