import { createContext, useContext } from 'react'
import type { Locale } from '../preferences.ts'
import type { MessageKey, Messages } from './en.ts'
import type { MetricTexts } from './metrics.server.ts'

export interface I18nValue {
  locale: Locale
  messages: Messages
  /** Labels, units and directions from the registry. */
  metrics: MetricTexts
}

export const I18nContext = createContext<I18nValue | null>(null)

export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string

export function translator(messages: Messages): Translate {
  return (key, values = {}) =>
    messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

export function useI18nValue(): I18nValue {
  const value = useContext(I18nContext)
  if (!value) throw new Error('I18nContext has no value: the component stands outside root.tsx')
  return value
}
