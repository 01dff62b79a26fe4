import type { ReactNode } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'

interface Option {
  value: string
  label: string
}

function Choice(props: { name: string; label: string; options: Option[]; chosen?: string; optional?: boolean }) {
  const { name, label, options, chosen = '', optional = false } = props
  return (
    <label className="text-xs text-muted">
      {label}
      <select name={name} className="field form-select block pr-8" defaultValue={chosen}>
        {optional && <option value="">–</option>}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

interface Props {
  states: Option[]
  chosen: string
  /** Why, where a state of the kind has a reason. */
  reasons?: Option[]
  people: string[]
  children?: ReactNode
}

/** What is said of all cases that are ticked; the same for every kind of them. */
export function CaseMarking({ states, chosen, reasons, people }: Props) {
  const { t } = useI18n()
  return (
    <div className="mb-2 flex flex-wrap items-end gap-2">
      <Choice name="state" label={t('cases.state')} options={states} chosen={chosen} />
      {reasons && <Choice name="reason" label={t('cases.reason')} options={reasons} optional />}
      <Choice
        name="assigned_to"
        label={t('cases.person')}
        options={people.map((name) => ({ value: name, label: name }))}
        optional
      />
      <label className="text-xs text-muted">
        {t('cases.due')}
        <input type="date" name="due" className="field block" />
      </label>
      <label className="text-xs text-muted">
        {t('cases.comment')}
        <input name="comment" maxLength={500} className="field block w-64" />
      </label>
      <button className="button">{t('cases.set')}</button>
    </div>
  )
}
