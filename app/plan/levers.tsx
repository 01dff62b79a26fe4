import { useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'

interface LeverProps {
  /** Its name in the address. */
  lever: string
  label: string
  value: string
}

/** Per cent of change: a slider, and beside it a field that works without scripts and takes what the slider does not reach. */
export function Slider({ lever, label, value, least, most }: LeverProps & { least: number; most: number }) {
  const { t } = useI18n()
  const [shown, show] = useState(value)
  return (
    <div className="mt-1 grid grid-cols-[minmax(0,1fr)_5rem_4.5rem] items-center gap-2">
      <label htmlFor={lever} className="truncate text-muted" title={label}>
        {label}
      </label>
      <input
        type="range"
        aria-label={t('plan_form.slider', { label })}
        {...{ min: least, max: most, step: 1 }}
        value={Number(shown) || 0}
        onChange={(event) => show(event.target.value)}
        className="accent-[rgb(var(--accent))]"
      />
      <span className="flex items-center gap-1">
        <input
          id={lever}
          name={lever}
          inputMode="decimal"
          value={shown}
          onChange={(event) => show(event.target.value)}
          placeholder="0"
          className="field w-14 text-right"
        />
        %
      </span>
    </div>
  )
}

/** A share or an amount that is set instead of moved; empty leaves what is. */
export function AmountField({ lever, label, value }: LeverProps) {
  return (
    <label className="mt-1 grid grid-cols-[minmax(0,1fr)_7rem] items-center gap-2 text-muted">
      {label}
      <input name={lever} inputMode="decimal" defaultValue={value} className="field text-right text-ink" />
    </label>
  )
}

interface ChoiceProps {
  lever: string
  label: string
  options: { value: string; label: string }[]
  value: string | undefined
}

/** What is moved, by its name; nothing is the first choice. */
export function ChoiceField({ lever, label, options, value = '' }: ChoiceProps) {
  return (
    <label className="mt-1 grid grid-cols-[minmax(0,1fr)_12rem] items-center gap-2 text-muted">
      {label}
      <select name={lever} defaultValue={value} className="field form-select pr-8 text-ink">
        <option value="">–</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
