import { Link } from '@remix-run/react'
import { useI18n } from '../../i18n/use-i18n.ts'
import { usePanelLinks } from './panel-context.ts'

const PICTURES = ['svg', 'png'] as const

interface Props {
  id: string | undefined
  /** What the menu belongs to, for those who do not see where it stands. */
  of?: string
  /** The figure whose definition it leads to. */
  metric?: string
  /** Whether the rows can be taken away as a file; a tile's stand in the page's workbook. */
  files?: boolean
  className?: string
}

/**
 * What can be done with a tile, chart or table beside reading it: its statement, for those who have the console, and its
 * rows as files. Closed, it is one step for the keyboard.
 */
export function CardMenu({ id, of, metric, files = true, className = '' }: Props) {
  const { t } = useI18n()
  const links = usePanelLinks(id)
  if (!links && !metric) return null
  const title = of ? t('panel.menu_of', { label: of }) : t('panel.menu')
  return (
    <details className={`menu no-print relative shrink-0 ${className}`}>
      <summary title={title} aria-label={title}>
        ⋯
      </summary>
      <ul>
        {metric && (
          <li>
            <Link to={`/methods#${metric}`}>{t('panel.definition')}</Link>
          </li>
        )}
        {links?.sql && (
          <li>
            <a href={links.sql} data-panel={links.panel}>
              {t('panel.sql_title')}
            </a>
          </li>
        )}
        {links &&
          files &&
          (['csv', 'xlsx'] as const).map((format) => (
            <li key={format}>
              <a href={links.file(format)} download>
                {t(`panel.${format}`)}
              </a>
            </li>
          ))}
        {files &&
          PICTURES.map((kind) => (
            // Shown where there is a chart, and scripts to draw it.
            <li key={kind} className="picture">
              <button type="button" data-picture={kind}>
                {t(`panel.${kind}`)}
              </button>
            </li>
          ))}
      </ul>
    </details>
  )
}
