import { useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { isInstant, PLAIN, zonesOf, type Look } from './logic/display.ts'
import {
  allFormatted,
  NUMBER_FORMATS,
  numberColumns,
  withFormat,
  type NumberFormat,
  type Numbers,
} from './logic/number-setting.ts'
import type { SqlColumn } from './console-types.ts'

const KEY = 'isocenter.sql.look'

function readZone(): string {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as { zone?: string } | null
    return kept?.zone ?? PLAIN.zone
  } catch {
    // A browser that keeps nothing shows what the engine writes.
    return PLAIN.zone
  }
}

const ownZones = () => zonesOf(Intl.DateTimeFormat().resolvedOptions().timeZone)

/** How one reads results: instants in a zone that this browser keeps, numbers as their statement says. */
export function useLook(numbers: Numbers): { look: Look; setZone: (zone: string) => void } {
  const { locale } = useI18n()
  const [kept, set] = useState(readZone)
  const zone = ownZones().includes(kept) ? kept : PLAIN.zone
  const setZone = (next: string) => {
    set(next)
    try {
      localStorage.setItem(KEY, JSON.stringify({ zone: next }))
    } catch {
      // It holds for this result then.
    }
  }
  return { look: { zone, locale, numbers }, setZone }
}

/** Numbers of the whole result, or of the column at the cursor, as they are or for people. */
export function NumberChoice(props: {
  columns: SqlColumn[]
  /** The column at the cursor. */
  column: SqlColumn | undefined
  numbers: Numbers
  onNumbers: (numbers: Numbers) => void
}) {
  const { t } = useI18n()
  const { columns, column, numbers, onNumbers } = props
  const measured = numberColumns(columns)
  if (measured.length === 0) return null
  const isAll = measured.every(({ name }) => numbers[name])
  const isNumber = column !== undefined && measured.includes(column)
  return (
    <>
      <button
        type="button"
        aria-pressed={isAll}
        onClick={() => onNumbers(isAll ? {} : allFormatted(columns))}
        className={`button ${isAll ? 'bg-accent-soft' : ''}`}
      >
        {t('sql.look.formatted')}
      </button>
      <label className="flex items-center gap-1 text-xs text-muted">
        {t('sql.look.column', { name: column?.name ?? '' })}
        <select
          name="numbers"
          className="field"
          disabled={!isNumber}
          value={(isNumber && numbers[column.name]) || ''}
          onChange={({ target: { value } }) =>
            onNumbers(withFormat(numbers, column!.name, value === '' ? null : (value as NumberFormat)))
          }
        >
          <option value="">{t('sql.look.raw')}</option>
          {NUMBER_FORMATS.map((format) => (
            <option key={format} value={format}>
              {t(`sql.look.${format}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

/** Says in which zone instants stand, and lets one choose it. */
export function ZoneChoice({ columns, zone, setZone }: Zone) {
  const { t } = useI18n()
  if (!columns.some(({ type }) => isInstant(type))) return null
  return (
    <label className="flex items-center gap-1 text-xs text-muted">
      {t('sql.look.zone')}
      <select name="zone" className="field" value={zone} onChange={(event) => setZone(event.target.value)}>
        {ownZones().map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}

interface Zone {
  columns: SqlColumn[]
  zone: string
  setZone: (zone: string) => void
}
