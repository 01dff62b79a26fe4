import { useCenterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { CenterMap } from './center-map.tsx'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import type { MapModel } from './overview-model.ts'

/** Where the centers lie; those without coordinates are counted, not drawn. */
export function CenterMapChart({ map }: { map: MapModel }) {
  const { t, format, name, metric, place } = useI18n()
  const link = useCenterLink()
  const missing = map.total - map.placed
  return (
    <ChartFigure
      title={t('map.title')}
      summary={
        map.total === 0
          ? t('table.empty')
          : `${t('map.summary', { n: format.count(map.total), signals: format.count(map.alerts) })}${missing > 0 ? ` ${t('map.missing', { n: missing })}` : ''}`
      }
      legend={[
        { label: t('map.center'), className: 'border-series-1', shape: 'dot' },
        { label: t('map.signal'), className: 'border-bad', shape: 'square' },
      ]}
      table={{
        columns: [
          { label: t('filter.center') },
          { label: t('center.place') },
          { label: metric('exams_performed').label, numeric: true },
          { label: t('map.signals'), numeric: true },
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
      <CenterMap
        label={t('map.title')}
        dots={map.dots}
        places={map.links.map((c) => ({
          key: c.center_code,
          longitude: c.longitude ?? 0,
          latitude: c.latitude ?? 0,
          size: c.exams_performed,
          alert: c.signals > 0,
          href: link(c.center_code),
          title: t('map.place', {
            name: name(c),
            code: c.center_code,
            exams: format.count(c.exams_performed),
            signals: c.signals,
          }),
        }))}
      />
    </ChartFigure>
  )
}
