import { expect, test } from 'vitest'
import { centerPage } from '#queries/center/center-page.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import { etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

/** West of UTC, a little east of it, and eleven hours ahead: one evening is on three days of UTC's clock. */
const ZONES = { NY: 'America/New_York', BE: 'Europe/Berlin', LH: 'Australia/Lord_Howe' }
const CENTERS = Object.keys(ZONES) as (keyof typeof ZONES)[]

async function loaded() {
  const { dir, put } = smallLanding()
  put(
    'reference/centers.csv',
    ['center_code,name_en,time_zone', ...CENTERS.map((c) => `${c},${c},${ZONES[c]}`)].join('\n'),
  )
  put(
    'reference/scanners.csv',
    ['scanner_id,center_code,name_en,modality', ...CENTERS.map((c) => `S-${c},${c},${c},MR`)].join('\n'),
  )
  for (const center_code of CENTERS) {
    const times = { scheduled_at: '2026-02-10 23:30:00', started_at: '2026-02-10 23:40:00' }
    const ends = { completed_at: '2026-02-11 00:10:00', reported_at: '2026-02-11 01:00:00' }
    const updated_at = '2026-02-20 01:00:00'
    put(
      `exams/${center_code}/1.csv`,
      examsCsv({ center_code, scanner_id: `S-${center_code}`, ...times, ...ends, updated_at }),
    )
    const fault = { event_id: 'f', center_code, scanner_id: `S-${center_code}`, type: 'fault', code: 'Q' }
    put(
      `scanner_log/${center_code}/1.ndjson`,
      JSON.stringify({ ...fault, at: '2026-02-10 23:45:00', severity: 'error' }),
    )
  }
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  return createSnapshotReader({ dataDirs: [config.dataDir] })
}

test('a late evening in New York, Berlin and on Lord Howe is on that day of each center, on every page', async () => {
  const reader = await loaded()
  const filterOf = (from: string, to: string) => parseFilter(new URLSearchParams({ from, to }))
  const [tenth, eleventh] = [filterOf('2026-02-10', '2026-02-11'), filterOf('2026-02-11', '2026-02-12')]
  for (const [filter, count] of [
    [tenth, 1],
    [eleventh, 0],
  ] as const) {
    const [overview, throughput] = await Promise.all([
      overviewPage(reader, filter, { money: false }),
      throughputPage(reader, filter),
    ])
    if (overview.snapshot_id === null || throughput.snapshot_id === null) throw new Error('no snapshot')
    expect(throughput.figures.exams_performed.value).toBe(3 * count)
    expect(overview.centers.map((c) => c.exams_performed)).toEqual([count, count, count])
    for (const center of CENTERS) {
      const page = await centerPage(reader, center, filter, { money: false })
      if (!page || page.snapshot_id === null) throw new Error('no page')
      expect([center, page.faults.length, page.figures.exams_performed.value]).toEqual([center, count, count])
      // Tuesday, from 23 o'clock of the center's own clock.
      const hours = page.heat_map.flatMap((h) => h.exams_started.flatMap((n, place) => (n > 0 ? [place] : [])))
      expect(hours).toEqual(count === 1 ? [24 + 23] : [])
    }
  }
  await reader.close()
})
