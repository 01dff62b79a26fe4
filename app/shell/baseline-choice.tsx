import { useSearchParams } from '@remix-run/react'
import { BASELINE_FILTERS } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** The days that the limits of control charts come from; folded away, since each chart has days of its own. */
export function BaselineChoice() {
  const { t } = useI18n()
  const [search] = useSearchParams()
  return (
    <details open={search.has('baseline_from')} className="text-xs text-muted">
      <summary className="button">{t('baseline.label')}</summary>
      <div className="flex gap-2 pt-1">
        {BASELINE_FILTERS.map((name) => (
          <label key={name} className="flex flex-col">
            {t(name === 'baseline_from' ? 'baseline.from' : 'baseline.to')}
            <input type="date" name={name} defaultValue={search.get(name) ?? ''} className="field" />
          </label>
        ))}
      </div>
    </details>
  )
}
