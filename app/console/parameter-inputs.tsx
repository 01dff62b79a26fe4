import { useEffect, useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Parameter } from '../sql/parameters.ts'
import { textOf } from './logic/values.ts'

/** Value and name, as a list's query gives them. */
export type Choice = [value: string, name: string]

interface Props {
  parameters: Parameter[]
  values: Record<string, string>
  onChange: (name: string, value: string) => void
  /** Asks a list's query, when a person wants it; null before scripts run. */
  loadChoices: ((query: string) => Promise<Choice[]>) | null
}

const INPUT_TYPES = { date: 'date', timestamp: 'text', number: 'text', text: 'text', boolean: 'text' } as const

function useChoices(query: string | null, load: Props['loadChoices']): Choice[] {
  const [choices, setChoices] = useState<Choice[]>([])
  useEffect(() => {
    let gone = false
    setChoices([])
    if (query && load) void load(query).then((found) => !gone && setChoices(found))
    return () => {
      gone = true
    }
  }, [query, load])
  return choices
}

function Input({
  parameter,
  value,
  onChange,
  loadChoices,
}: {
  parameter: Parameter
  value: string
  onChange: (value: string) => void
  loadChoices: Props['loadChoices']
}) {
  const { t } = useI18n()
  const { name, kind, list } = parameter
  // Opening a link shows what a list would ask and asks nothing.
  const [wanted, setWanted] = useState<string | null>(null)
  const choices = useChoices(wanted === list ? list : null, loadChoices)
  const common = { name: `p.${name}`, id: `p-${name}`, value, className: 'field w-full' }
  if (kind === 'boolean')
    return (
      <select {...common} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('sql.parameter.empty')}</option>
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    )
  return (
    <>
      <input
        {...common}
        type={INPUT_TYPES[kind]}
        inputMode={kind === 'number' ? 'decimal' : undefined}
        placeholder={kind === 'timestamp' ? '2026-03-01T08:00Z' : t('sql.parameter.empty')}
        list={choices.length > 0 ? `choices-${name}` : undefined}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {choices.length > 0 && (
        <datalist id={`choices-${name}`}>
          {choices.map(([choice, label]) => (
            <option key={choice} value={choice}>
              {label}
            </option>
          ))}
        </datalist>
      )}
      {list && loadChoices && wanted !== list && (
        <button type="button" className="link text-xs" title={list} data-list={name} onClick={() => setWanted(list)}>
          {t('sql.parameter.list')}
        </button>
      )}
    </>
  )
}

/** One input for each `$name` of the text; an empty one is null. */
export function ParameterInputs({ parameters, values, onChange, loadChoices }: Props) {
  const { t } = useI18n()
  if (parameters.length === 0) return null
  return (
    <fieldset className="mt-2">
      <legend className="text-xs text-muted">{t('sql.parameter.title')}</legend>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {parameters.map((parameter) => (
          <div key={parameter.name}>
            <label htmlFor={`p-${parameter.name}`} className="flex justify-between gap-2 text-xs">
              <span className="font-mono">${parameter.name}</span>
              <span className="text-muted">{t(`sql.kind.${parameter.kind}`)}</span>
            </label>
            <Input
              parameter={parameter}
              value={values[parameter.name] ?? ''}
              onChange={(value) => onChange(parameter.name, value)}
              loadChoices={loadChoices}
            />
          </div>
        ))}
      </div>
    </fieldset>
  )
}

/** The first two columns of a list's answer. */
export function choicesOf(rows: unknown[][]): Choice[] {
  return rows
    .filter(([value]) => value !== null)
    .map(([value, name]) => [textOf(value), name === undefined ? '' : textOf(name)])
}
