import { useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { isInstant, PLAIN, zonesOf, type Look } from './logic/display.ts'
import type { SqlColumn } from './console-types.ts'

const KEY = 'isocenter.sql.look'

interface Kept {
  zone: string
  isFormatted: boolean
}

function read(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null
    return { zone: kept?.zone ?? PLAIN.zone, isFormatted: kept?.isFormatted === true }
  } catch {
    // A browser that keeps nothing shows what the engine writes.
    return { zone: PLAIN.zone, isFormatted: false }
  }
}

/** How one reads results in this browser: the zone of instants, and whether numbers are written for people. */
export function useLook(): { kept: Kept; look: Look; setKept: (kept: Kept) => void } {
  const { locale } = useI18n()
  const [kept, set] = useState(read)
  const zones = zonesOf(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const zone = zones.includes(kept.zone) ? kept.zone : PLAIN.zone
  const setKept = (next: Kept) => {
    set(next)
    try {
      localStorage.setItem(KEY, JSON.stringify(next))
    } catch {
      // It holds for this result then.
    }
  }
  return { kept: { ...kept, zone }, look: { zone, locale: kept.isFormatted ? locale : null }, setKept }
}

/** Says in which zone instants stand, and lets one choose it and how numbers are written. */
export function LookChoice({
  columns,
  kept,
  setKept,
}: Pick<ReturnType<typeof useLook>, 'kept' | 'setKept'> & { columns: SqlColumn[] }) {
  const { t } = useI18n()
  return (
    <>
      <button
        type="button"
        aria-pressed={kept.isFormatted}
        onClick={() => setKept({ ...kept, isFormatted: !kept.isFormatted })}
        className={`button ${kept.isFormatted ? 'bg-accent-soft' : ''}`}
      >
        {t('sql.look.formatted')}
      </button>
      {columns.some(({ type }) => isInstant(type)) && (
        <label className="flex items-center gap-1 text-xs text-muted">
          {t('sql.look.zone')}
          <select
            name="zone"
            className="field"
            value={kept.zone}
            onChange={(event) => setKept({ ...kept, zone: event.target.value })}
          >
            {zonesOf(Intl.DateTimeFormat().resolvedOptions().timeZone).map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  )
}
