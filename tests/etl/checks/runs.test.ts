import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '#etl/run/run.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const HEADER = 'center_code,accession_no,product_code,product_version,finding_code,status,flagged,updated_at'

/** A landing folder with one center, and AI results in files as the test wants them. */
function landing() {
  const dir = temporaryFolder()
  const put = (path: string, text: string) => {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  put('reference/centers.csv', 'center_code,name_en,name_zh,time_zone,ownership\nC1,C1,C1,Asia/Shanghai,self_owned\n')
  put('reference/ai_products.csv', 'product_code,name_en,name_zh,findings\nAI,AI,AI,F\n')
  put('reference/findings.csv', 'finding_code,name_en,name_zh\nF,F,F\n')
  const results = (path: string, from: number, n: number, bad: number) =>
    put(
      path,
      [
        HEADER,
        ...Array.from(
          { length: n },
          (_, i) => `C1,A${from + i},AI,1,F,${i < bad ? 'nonsense' : 'ok'},true,2026-03-01T10:00:00+08:00`,
        ),
      ].join('\n') + '\n',
    )
  return { dir, put, results }
}

const outcomes = (dataDir: string) =>
  readFileSync(join(dataDir, 'runs.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: string; code?: string; message?: string })

test('a feed of which nothing fits blocks: the old snapshot stays, the run says what, where and what to do', async () => {
  const { dir, results } = landing()
  const config = testConfig(dir, temporaryFolder())
  results('ai_results/1.csv', 0, 200, 0)
  const first = await etl(config)
  results('ai_results/2.csv', 1000, 200, 200)
  await expect(etl(config)).rejects.toMatchObject({ code: 'etl/blocked' })
  expect(outcomes(config.dataDir).at(-1)).toMatchObject({
    ...{ status: 'failed', code: 'etl/blocked' },
    message: expect.stringMatching(
      /^not published: check feed_rejected_whole: ai_results \(200 of 200 rows\)\. The format.*--allow feed_rejected_whole\.$/,
    ) as string,
  })
  expect(await ask(config, 'SELECT max(run_id) AS run_id FROM ops.run')).toEqual([{ run_id: first.run_id }])
  const options = { rebuild: false, allowShrink: false, progress: silentProgress }
  expect((await run(config, { ...options, allow: ['feed_rejected_whole'] })).status).toBe('published')
  const failed =
    'SELECT check_name FROM ops.check WHERE NOT passed AND run_id = (SELECT max(run_id) FROM ops.run) ORDER BY 1'
  const names = (await ask(config, failed)).map((row) => row.check_name)
  expect(names).toContain('feed_rejected_whole')
  expect(names).toContain('rejects_many')
})

test('shares of rejects are judged by feed and file, and against the feed’s past; results survive a rebuild', async () => {
  const { dir, put, results } = landing()
  put('reference/checks.json', '{"rejects_many": {"share": 0.2}, "rejects_more_than_usual": {"past_least_n": 200}}')
  const config = testConfig(dir, temporaryFolder())
  results('ai_results/1.csv', 0, 400, 0)
  await etl(config)
  results('ai_results/2.csv', 1000, 200, 10)
  results('ai_results/3.csv', 2000, 40, 20)
  const second = await etl(config)
  const found = () =>
    ask(
      config,
      `SELECT check_name, feed, center_code, subject, round(measured, 3) AS measured FROM ops.check_finding
       WHERE run_id = '${second.run_id}' AND check_name LIKE 'rejects%' ORDER BY ALL`,
    )
  const expected = [
    { check_name: 'rejects_many', feed: 'ai_results', center_code: null, subject: 'ai_results/3.csv', measured: 0.5 },
    { check_name: 'rejects_more_than_usual', feed: 'ai_results', center_code: null, subject: null, measured: 0.125 },
  ]
  expect(await found()).toEqual(expected)
  const checks =
    'SELECT run_id, check_name, severity, passed, measured, expected, detail FROM ops.check WHERE run_id <= $ ORDER BY ALL'
  const upTo = checks.replace('$', `'${second.run_id}'`)
  const before = await ask(config, upTo)
  expect(before.length).toBeGreaterThan(100)
  await etl(config, { rebuild: true })
  expect(await ask(config, upTo)).toEqual(before)
  expect(await found()).toEqual(expected)
})

test('a file that comes again and again is found when it comes once more', async () => {
  const { dir, results } = landing()
  const config = testConfig(dir, temporaryFolder())
  for (let i = 0; i < 3; i++) results(`ai_results/${i}.csv`, 0, 5, 0)
  await etl(config)
  const again = `SELECT subject, measured FROM ops.check_finding WHERE check_name = 'file_sent_again'`
  expect(await ask(config, again)).toEqual([])
  results('ai_results/3.csv', 0, 5, 0)
  await etl(config)
  expect(await ask(config, again)).toEqual([{ subject: 'ai_results/3.csv', measured: 4 }])
})

test('a mistake in checks.json stops the run with its place, and nothing is published', async () => {
  const { dir, put, results } = landing()
  const config = testConfig(dir, temporaryFolder())
  put('reference/checks.json', '{\n"feed_late": {"exam_days": 3}}')
  results('ai_results/1.csv', 0, 5, 0)
  await expect(etl(config)).rejects.toThrow(/reference\/checks\.json, line 2: feed_late\.exam_days/)
  expect(existsSync(join(config.dataDir, 'current.json'))).toBe(false)
})
