import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { History } from '#etl/history/history.ts'
import { compact } from '#etl/keeping/compact.ts'
import { verify } from '#etl/keeping/verify.ts'
import { told, runAndKill, type Moment } from '#tests/support/crash.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { watchingReader } from '#tests/support/readers.ts'
import { differences } from '#tests/support/same-warehouse.ts'

/** `LONG_TESTS=1` kills a hundred times; `CRASH_SEED=…` repeats the moments of a failure as far as a clock can. */
const KILLS = process.env.LONG_TESTS ? 100 : 10
const seed = Number(process.env.CRASH_SEED ?? (process.env.LONG_TESTS ? Date.now() % 1e9 : 1))

const network = join(import.meta.dirname, '..', '..', 'fixtures', 'network')
const sample = JSON.parse(readFileSync(join(network, 'expected.json'), 'utf8')) as {
  nights: Record<string, string>
  rows: Record<string, number>
}

/** Small and repeatable; not for statistics. */
function random(state: number): () => number {
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** Where runs are killed in turn: the files by which a run publishes, every step, and any time at all. */
const PLACES: ((r: () => number) => Moment)[] = [
  ...[
    ['snapshots', /^snapshot-/],
    ['history/runs', /\.tmp$/],
    ['history/runs', /\.json$/],
    ['.', /^current\.json\.tmp$/],
    ['.', /^current\.json$/],
    ['.', /^runs\.ndjson$/],
    ['snapshots', /^\.work-/],
  ].map(
    ([folder, name]) =>
      () =>
        ({ after: 'file', folder, name }) as Moment,
  ),
  ...['reading reference data', 'looking for new files', 'loading exams', 'loading ai_results', 'loading billing'].map(
    (step) => (r: () => number) => ({ after: 'step', step, milliseconds: Math.floor(r() * 200) }) as const,
  ),
  ...['building marts', 'checking', 'publishing'].map(
    (step) => (r: () => number) => ({ after: 'step', step, milliseconds: Math.floor(r() * 60) }) as const,
  ),
  ...[0, 0].map(() => (r: () => number) => ({ after: 'start', milliseconds: Math.floor(r() * 2500) }) as const),
]

/** What is run: mostly a night, sometimes a rebuild or a compaction, which must be as safe. */
function command(r: () => number, place: Moment): { args: string[]; moment: Moment } {
  const kind = r()
  if (kind < 0.15) return { args: ['rebuild'], moment: place }
  if (kind > 0.25) return { args: [], moment: place }
  const moments: Moment[] = [
    ...['history/exams', 'history/reject'].map((folder) => ({ after: 'file' as const, folder, name: /^compact-/ })),
    ...[/^compacted\.json\.tmp$/, /^compacted\.json$/].map((name) => ({
      after: 'file' as const,
      folder: 'history',
      name,
    })),
    { after: 'start', milliseconds: 400 + Math.floor(r() * 800) },
  ]
  return { args: ['compact'], moment: moments[Math.floor(r() * moments.length)]! }
}

function shuffled<T>(list: T[], r: () => number): T[] {
  const rest = [...list]
  return list.map(() => rest.splice(Math.floor(r() * rest.length), 1)[0]!)
}

/** A network whose files come in night by night. */
function arriving() {
  const config = testConfig(temporaryFolder(), temporaryFolder())
  const left = [...new Set(Object.values(sample.nights))].sort()
  cpSync(join(network, 'landing', 'reference'), join(config.landingDir, 'reference'), { recursive: true })
  return {
    config,
    /** Lets the next night's files come in; false when there are none left. */
    nextNight() {
      const night = left.shift()
      for (const path of Object.keys(sample.nights).filter((p) => sample.nights[p] === night)) {
        mkdirSync(dirname(join(config.landingDir, path)), { recursive: true })
        cpSync(join(network, 'landing', path), join(config.landingDir, path))
      }
      return night !== undefined
    },
  }
}

/** What a run that ended well leaves behind, and nothing else. */
async function expectClean({ dataDir }: Config): Promise<void> {
  expect(readdirSync(dataDir).filter((n) => /^(etl\.lock.*|.*\.tmp)$/.test(n))).toEqual([])
  expect(readdirSync(join(dataDir, 'tmp'))).toEqual([])
  expect(readdirSync(join(dataDir, 'snapshots')).filter((n) => !/^snapshot-\w+-\w+\.duckdb$/.test(n))).toEqual([])
  expect(await new History(dataDir).strays()).toEqual([])
}

async function expectKnownAnswers(config: Config): Promise<void> {
  for (const [table, n] of Object.entries(sample.rows))
    expect(await ask(config, `SELECT count(*) AS n FROM main.${table}`), table).toEqual([{ n }])
}

test(`a run that is killed at any moment leaves the old snapshot served, and the next completes its work (${KILLS} kills)`, async () => {
  const r = random(seed)
  const undisturbed = testConfig(join(network, 'landing'), temporaryFolder())
  await etl(undisturbed)
  const kills: string[] = []
  const story = () => `CRASH_SEED=${seed}; killed ${kills.join(', ')}`
  let places: typeof PLACES = []
  while (kills.length < KILLS) {
    const { config, nextNight } = arriving()
    nextNight()
    // The first load of all has no snapshot to fall back on: whatever it leaves, the next one starts over.
    const first = await runAndKill(config, [], { after: 'start', milliseconds: 500 + Math.floor(r() * 1500) })
    if (first.signal) kills.push('the first load')
    await etl(config)
    const readers = watchingReader(config.dataDir)
    onTestFinished(() => readers.stop())
    while (kills.length < KILLS) {
      if (places.length === 0) places = shuffled(PLACES, r)
      const served = await readers.ask()
      const { args, moment } = command(r, places.pop()!(r))
      const ended = await runAndKill(config, args, moment)
      if (ended.signal === 'SIGKILL') kills.push(`${args.join('')} ${told(moment)}`.trim())
      else expect([ended.status, ended.stderr], story()).toEqual([0, expect.anything()])
      const now = await readers.ask()
      expect(now! >= served!, `${story()}: ${now} is served after ${served}`).toBe(true)
      // Sometimes the next run is killed too, before anything was mended.
      if (ended.signal && r() < 0.4) continue
      await etl(config)
      await expectClean(config)
      if (!nextNight()) break
    }
    while (nextNight());
    await etl(config)
    await readers.stop()
    expect(readers.problems, story()).toEqual([])
    expect(await differences(undisturbed, config), story()).toEqual([])
    await expectKnownAnswers(config)
    await expectClean(config)
    expect(
      (await verify(config)).findings.filter((f) => f.severity === 'problem'),
      story(),
    ).toEqual([])
    await compact(config)
    await etl(config, { rebuild: true })
    expect(await differences(undisturbed, config), `${story()}; rebuilt`).toEqual([])
    for (const folder of [config.dataDir, config.landingDir]) rmSync(folder, { recursive: true })
  }
  if (process.env.LONG_TESTS) console.info(story())
}, 3_600_000)
