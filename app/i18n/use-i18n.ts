import { useMemo } from 'react'
import { placeName } from '../format/places.ts'
import { formatFor, type Format } from '../format/format.ts'
import type { Locale } from '../preferences.ts'
import { translator, useI18nValue, type Translate } from './context.ts'
import type { MessageKey } from './en.ts'
import type { MetricText } from './metrics.server.ts'

export interface I18n {
  locale: Locale
  t: Translate
  format: Format
  /** The name in the reader's language. */
  name: (names: { name_en: string; name_zh: string }) => string
  /** A province or city in the reader's language. */
  place: (name: string) => string
  /** A text whose key ends in a code from the data; the code itself where the dictionary has none. */
  code: (prefix: string, code: string | null) => string
  /** What the registry says about a figure. */
  metric: (id: string) => MetricText
}

const UNKNOWN: MetricText = { label: '', short: '', unit: 'count', better: null, minimumCount: 0 }

export function useI18n(): I18n {
  const { locale, messages, metrics } = useI18nValue()
  return useMemo(() => {
    const t = translator(messages)
    return {
      locale,
      t,
      format: formatFor(locale),
      name: (names) => (locale === 'zh-CN' ? names.name_zh || names.name_en : names.name_en || names.name_zh),
      place: (name) => placeName(name, locale),
      code: (prefix, code) => {
        const key = `${prefix}.${code}`
        return key in messages ? t(key as MessageKey) : (code ?? '–')
      },
      metric: (id) => metrics[id] ?? { ...UNKNOWN, label: id },
    }
  }, [locale, messages, metrics])
}
