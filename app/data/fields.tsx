import { useI18n } from '../i18n/use-i18n.ts'

/** A text by which a list is narrowed; its label is its placeholder too. */
export function TextField(props: { name: string; label: string; value: string | undefined; className?: string }) {
  const { name, label, value, className = '' } = props
  return (
    <input
      name={name}
      aria-label={label}
      placeholder={label}
      defaultValue={value ?? ''}
      className={`field ${className}`.trim()}
    />
  )
}

/** One of several values by which a list is narrowed, or all. `prefix` is where the dictionary names the values. */
export function ChoiceField(props: {
  name: string
  label: string
  all: string
  prefix: Parameters<ReturnType<typeof useI18n>['code']>[0]
  values: readonly string[]
  value: string | undefined
}) {
  const { name, label, all, prefix, values, value } = props
  const { code } = useI18n()
  return (
    <select name={name} aria-label={label} defaultValue={value ?? ''} className="field form-select pr-8">
      <option value="">{all}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {code(prefix, one)}
        </option>
      ))}
    </select>
  )
}
