import type { Filters } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** Said beside money on a page whose other figures follow modality and scanner, when one of them is set. */
export function MoneyFilterNote({ filters }: { filters: Filters }) {
  const { t } = useI18n()
  if (filters.modality.length === 0 && filters.scanner.length === 0) return null
  return <p className="text-muted">{t('period.ignored')}</p>
}
