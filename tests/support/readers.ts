import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createSnapshotReader } from '#queries/db/snapshots.ts'

/** A reader that asks without pause while runs publish, and notes what no reader may ever see. */
export function watchingReader(dataDir: string) {
  const reader = createSnapshotReader({ dataDirs: [dataDir], recheckMilliseconds: 0 })
  const problems: string[] = []
  const answers = new Map<string, string>()
  let asked = 0
  let stopped = false

  /** One question that touches all schemas; every answer within a snapshot must be the same. */
  async function ask(): Promise<string | null> {
    const n = asked++
    return reader.read(`watch ${n}`, async (db, snapshot) => {
      const { rows } = await sql<{ id: string; run: string; exams: number; days: number }>`
        SELECT (SELECT value FROM ops.meta WHERE key = 'snapshot_id') AS id, (SELECT max(run_id) FROM ops.run) AS run,
          (SELECT count(*) FROM main.exam) AS exams, (SELECT sum(exams_performed) FROM mart.center_day) AS days`.execute(
        db,
      )
      const answer = JSON.stringify(rows[0])
      if (rows[0]?.id !== snapshot.snapshot_id || rows[0].run !== snapshot.snapshot_id)
        problems.push(`snapshot ${snapshot.snapshot_id} answered ${answer}`)
      const before = answers.get(snapshot.snapshot_id) ?? answer
      if (before !== answer) problems.push(`${snapshot.snapshot_id} answered ${before}, then ${answer}`)
      answers.set(snapshot.snapshot_id, answer)
      return snapshot.snapshot_id
    })
  }

  const loop = (async () => {
    while (!stopped) {
      await ask().catch((error: unknown) => problems.push(String(error)))
      if (reader.problem()) problems.push(String(reader.problem()))
      await sleep(5)
    }
  })()
  return {
    problems,
    /** Snapshots that answered. */
    seen: answers,
    ask,
    reader,
    async stop() {
      stopped = true
      await loop
      await reader.close()
    },
  }
}
