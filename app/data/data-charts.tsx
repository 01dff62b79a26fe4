import type { FeedFreshness } from '#queries/overview/overview-types.ts'
import type { FeedRows } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'

/** Of the rows read, the share that was rejected, feed by feed. */
export function FeedRowsChart({ feeds }: { feeds: FeedRows[] }) {
  const { t, format, code } = useI18n()
  return (
    <ChartFigure
      title={t('feeds.title')}
      summary={t('feeds.summary')}
      table={{
        columns: [
          { label: t('data.feed') },
          ...(['files', 'rows_read', 'rows_loaded', 'rows_superseded', 'rows_rejected'] as const).map((key) => ({
            label: t(`data.${key}`),
            numeric: true,
          })),
        ],
        rows: feeds.map((f) => [
          code('feed', f.feed),
          ...[f.files, f.rows_read, f.rows_loaded, f.rows_superseded, f.rows_rejected].map(format.count),
        ]),
      }}
    >
      <RowChart
        label={t('feeds.title')}
        kind="bar"
        write={format.rateShort}
        textWidth="9rem"
        rows={feeds.map((feed) => ({
          key: feed.feed,
          label: code('feed', feed.feed),
          value: feed.rejected_share,
          text: t('feeds.row', { rejected: format.count(feed.rows_rejected), read: format.count(feed.rows_read) }),
          title: format.rate(feed.rejected_share),
        }))}
      />
    </ChartFigure>
  )
}

/** How many centers' newest rows are behind, feed by feed. */
export function FreshnessChart({ rows }: { rows: FeedFreshness[] }) {
  const { t, format, code } = useI18n()
  const feeds = rows.filter((feed) => feed.centers > 0)
  const stale = feeds.reduce((sum, feed) => sum + feed.stale_centers, 0)
  return (
    <ChartFigure
      title={t('stale.title')}
      summary={feeds.length === 0 ? t('table.empty') : t('stale.summary', { n: stale })}
      table={{
        columns: [
          { label: t('data.feed') },
          { label: t('table.centers'), numeric: true },
          { label: t('freshness.stale'), numeric: true },
        ],
        rows: feeds.map((f) => [code('feed', f.feed), f.centers, f.stale_centers]),
      }}
    >
      <RowChart
        label={t('stale.title')}
        kind="bar"
        write={format.count}
        textWidth="7rem"
        domain={[0, Math.max(1, ...feeds.map((f) => f.centers))]}
        rows={feeds.map((f) => ({
          key: f.feed,
          label: code('feed', f.feed),
          value: f.stale_centers,
          marked: f.stale_centers > 0,
          text: t('stale.row', { stale: format.count(f.stale_centers), centers: format.count(f.centers) }),
          title: code('feed', f.feed),
        }))}
      />
    </ChartFigure>
  )
}
