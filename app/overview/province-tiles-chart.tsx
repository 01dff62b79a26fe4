import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { PROVINCE_PLACES } from '../format/province-places.ts'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { MAP_FIGURES, type MapFigure, type MapModel, type ProvinceSums } from './overview-model.ts'
import { ProvinceTiles } from './province-tiles.tsx'

/** Which figure the squares show; it stands in the address. */
function FigureChoice({ shown, labels }: { shown: MapFigure; labels: Record<MapFigure, string> }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  return (
    <ul aria-label={t('map.figure')} className="no-print mb-2 flex flex-wrap gap-1">
      {MAP_FIGURES.map((figure) => (
        <li key={figure}>
          <Link
            to={filterLink(pathname, search, { map: figure === MAP_FIGURES[0] ? null : figure })}
            preventScrollReset
            aria-current={figure === shown ? 'true' : undefined}
            className={`button h-7 px-2 ${figure === shown ? 'border-accent bg-accent-soft font-semibold' : ''}`}
          >
            {labels[figure]}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** Where the centers are, by province; those whose province is not known are counted, not drawn. */
export function ProvinceTilesChart({ map }: { map: MapModel }) {
  const { t, format, name, metric, place, locale } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const labels = {
    exams_performed: metric('exams_performed').label,
    centers: t('table.centers'),
    signals: t('map.signals'),
  }
  const shown = MAP_FIGURES.find((figure) => figure === search.get('map')) ?? MAP_FIGURES[0]
  const known = new Map(map.provinces.map((sums) => [sums.province, sums]))
  const title = (sums: ProvinceSums) =>
    t('map.tile', {
      province: place(sums.province),
      centers: format.count(sums.centers),
      exams: format.count(sums.exams_performed),
      signals: format.count(sums.signals),
    })
  return (
    <ChartFigure
      title={t('map.title')}
      summary={
        map.total === 0
          ? t('table.empty')
          : `${t('map.summary', { n: format.count(map.total), provinces: format.count(map.provinces.length), signals: format.count(map.alerts) })}${map.unplaced > 0 ? ` ${t('map.missing', { n: map.unplaced })}` : ''}`
      }
      table={{
        columns: [
          { label: t('filter.center') },
          { label: t('center.place') },
          { label: labels.exams_performed, numeric: true },
          { label: labels.signals, numeric: true },
        ],
        rows: map.table.rows.map((c) => [
          `${name(c)} ${c.center_code}`,
          [c.province, c.city].flatMap((part) => (part ? [place(part)] : [])).join(' '),
          format.count(c.exams_performed),
          c.signals,
        ]),
        ...{ total: map.table.total, csv: 'centers', order: t('table.signals_first') },
      }}
    >
      <FigureChoice shown={shown} labels={labels} />
      <ProvinceTiles
        label={t('map.title')}
        isShort={locale === 'en'}
        tiles={PROVINCE_PLACES.map((at) => {
          const sums = known.get(at.province)
          return {
            ...at,
            name: place(at.province),
            value: sums ? sums[shown] : null,
            text: sums ? format.compact(sums[shown]) : '',
            title: sums ? title(sums) : t('map.tile_empty', { province: place(at.province) }),
            href: sums ? filterLink(pathname, search, { province: sums.names, center: null }) : null,
          }
        })}
      />
    </ChartFigure>
  )
}
