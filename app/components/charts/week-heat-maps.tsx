import type { HeatMap as HeatMapData } from '#queries/throughput/throughput-types.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { ChartFigure } from './chart-figure.tsx'
import { HeatLegend, HeatMap } from './heat-map.tsx'

const hour = (h: number) => `${String(h).padStart(2, '0')}:00`

function busiest({ exams_started }: HeatMapData) {
  const most = Math.max(0, ...exams_started)
  const place = exams_started.indexOf(most)
  return { most, weekday: Math.floor(place / 24), hour: place % 24 }
}

/** When exams start: hours of the local week, a map for each modality on its own scale. */
export function WeekHeatMaps({ maps }: { maps: HeatMapData[] }) {
  const { t, format } = useI18n()
  const peaks = maps.map((map) => {
    const peak = busiest(map)
    return t('heat.peak', {
      modality: map.modality,
      weekday: format.weekdays[peak.weekday] ?? '',
      hour: hour(peak.hour),
      n: format.count(peak.most),
    })
  })
  return (
    <ChartFigure
      title={t('heat.title')}
      summary={maps.length > 0 ? t('heat.summary', { peaks: peaks.join(t('list.separator')) }) : t('table.empty')}
      table={{
        columns: [
          { label: t('filter.modality') },
          { label: t('heat.weekday') },
          ...Array.from({ length: 24 }, (_, h) => ({ label: String(h), numeric: true })),
        ],
        rows: maps.flatMap((map) =>
          format.weekdays.map((weekday, row) => [
            map.modality,
            weekday,
            ...map.exams_started.slice(row * 24, row * 24 + 24),
          ]),
        ),
      }}
    >
      <div className={`grid gap-6 ${maps.length > 1 ? 'lg:grid-cols-2 2xl:grid-cols-3' : ''}`}>
        {maps.map((map) => (
          <div key={map.modality} className="min-w-0">
            <div className="mb-1 text-xs text-muted">{map.modality}</div>
            <HeatMap
              label={t('heat.panel', { modality: map.modality })}
              counts={map.exams_started}
              weekdays={format.weekdays}
              title={(weekday, h, n) => `${map.modality} ${weekday} ${hour(h)}: ${format.count(n)}`}
            />
            <HeatLegend most={busiest(map).most} write={format.count} />
          </div>
        ))}
      </div>
    </ChartFigure>
  )
}
