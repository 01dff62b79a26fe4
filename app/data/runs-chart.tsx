import type { RunOutcome } from '../operation.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { linearScale } from '../components/charts/geometry.ts'
import { Plot } from '../components/charts/plot.tsx'
import { runMinutes, useDuration } from './run-words.ts'

/** A tenth of a second is the floor of the logarithm: shorter runs did nothing. */
const SHORTEST_MINUTES = 0.1 / 60
const MARKS = [SHORTEST_MINUTES, 1 / 60, 0.1, 1, 10, 60, 600]

/** So many bars fill the width; fewer stay as narrow, so that one run is no wall. */
const LEAST_PLACES = 12

const TONES: Record<string, string> = {
  published: 'fill-series-1',
  nothing_new: 'fill-series-3',
  failed: 'fill-series-2',
}

/** Runs in their order, oldest on the left; heights are durations. A dashed line stands over failed ones: colours only repeat it. */
export function RunsChart({ runs }: { runs: RunOutcome[] }) {
  const { t, format, code } = useI18n()
  const duration = useDuration()
  const shown = [...runs].reverse()
  const log = (minutes: number) => Math.log10(Math.max(SHORTEST_MINUTES, minutes))
  const longest = Math.max(0.1, ...shown.map((run) => runMinutes(run) ?? 0))
  const scale = linearScale(log(SHORTEST_MINUTES), log(longest))
  const width = 100 / Math.max(LEAST_PLACES, shown.length)
  const failed = shown.filter((run) => run.status === 'failed').length
  return (
    <ChartFigure
      title={t('runs_chart.title')}
      summary={t('runs_chart.summary', { n: format.count(shown.length), failed: format.count(failed) })}
      legend={(['published', 'nothing_new', 'failed'] as const).map((status) => ({
        label: t(`runs_chart.${status}`),
        shape: 'square',
        className: { published: 'border-series-1', nothing_new: 'border-series-3', failed: 'border-series-2' }[status],
      }))}
      table={{
        columns: [
          { label: t('run.started') },
          { label: t('run.status') },
          { label: t('run.duration'), numeric: true },
          { label: t('data.rows_loaded'), numeric: true },
        ],
        rows: runs.map((run) => [
          format.instant(run.started_at),
          code('run_status', run.status),
          duration(run),
          format.count(run.rows_loaded),
        ]),
      }}
    >
      <Plot
        height={150}
        label={t('runs_chart.title')}
        yName={t('runs_chart.duration')}
        gutter={4}
        x={ends(shown).map(({ at, run }) => ({ at, label: format.instant(run.started_at) }))}
        y={MARKS.filter((minutes) => minutes <= longest).map((minutes) => ({
          at: scale(log(minutes)),
          label:
            minutes < 1 ? t('run.seconds', { n: format.decimalOne(minutes * 60) }) : t('run.minutes', { n: minutes }),
        }))}
      >
        {shown.map((run, place) => {
          const height = Math.max(2, scale(log(runMinutes(run) ?? 0)) * 100)
          const x = place * width
          return (
            <g key={`${run.started_at} ${place}`}>
              <title>{`${format.instant(run.started_at)}: ${code('run_status', run.status)}, ${duration(run)}`}</title>
              <rect
                x={x + width * 0.1}
                y={100 - height}
                width={width * 0.8}
                height={height}
                className={TONES[run.status] ?? 'fill-series-4'}
              />
              {run.status === 'failed' && (
                <path
                  d={`M${x + width / 2} 0V${100 - height}`}
                  className="stroke-series-2"
                  strokeWidth={2}
                  strokeDasharray="4 3"
                  fill="none"
                />
              )}
            </g>
          )
        })}
      </Plot>
    </ChartFigure>
  )
}

/** First and last, where they do not run into each other, else the first: more labels would not fit on a phone. */
function ends(runs: RunOutcome[]): { at: number; run: RunOutcome }[] {
  const [first] = runs
  const last = runs.at(-1)
  if (!first || !last) return []
  const at = runs.length / LEAST_PLACES
  return at < 0.7
    ? [{ at: 0, run: first }]
    : [
        { at: 0, run: first },
        { at: Math.min(1, at), run: last },
      ]
}
