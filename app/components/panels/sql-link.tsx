import { useI18n } from '../../i18n/use-i18n.ts'
import { usePanelLink } from './panel-context.ts'

/** Opens the console with the statement that made a tile, chart or table. Nothing where there is none to show. */
export function SqlLink({ id, of, className = '' }: { id: string | undefined; of?: string; className?: string }) {
  const { t } = useI18n()
  const link = usePanelLink(id)
  if (!link) return null
  return (
    <a
      href={link.href}
      data-panel={link.panel}
      title={t('panel.sql_title')}
      aria-label={of ? t('panel.sql_of', { label: of }) : t('panel.sql_title')}
      className={`no-print shrink-0 rounded border border-line px-1 text-[0.625rem] leading-4 text-muted hover:bg-raised hover:text-ink ${className}`}
    >
      SQL
    </a>
  )
}
