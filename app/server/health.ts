import type { Request, Response } from 'express'
import { sql } from 'kysely'
import type { Services } from './services.ts'

/** 200 with the snapshot's id and age when it answers a query now, past every cache, and accounts can be looked up; else 503 and why. */
export function readyz({ reader, appDbAnswers }: Pick<Services, 'reader' | 'appDbAnswers'>, isDraining: () => boolean) {
  return async (_request: Request, response: Response): Promise<void> => {
    response.set('Cache-Control', 'no-store')
    try {
      const snapshot = await reader.current()
      if (isDraining() || !snapshot) {
        response
          .set('Retry-After', '5')
          .status(503)
          .json({ ready: false, reason: snapshot ? 'stopping' : 'no_snapshot' })
        return
      }
      if (!(await appDbAnswers())) {
        response.set('Retry-After', '5').status(503).json({ ready: false, reason: 'app_database_does_not_answer' })
        return
      }
      const probe = `readyz ${Math.floor(Date.now() / 1000)}`
      await reader.read(probe, (db) => sql`select count(*) from ops.run`.execute(db))
      const age = Math.max(0, Math.round((Date.now() - Date.parse(snapshot.published_at)) / 1000))
      response.json({
        ready: true,
        snapshot_id: snapshot.snapshot_id,
        published_at: snapshot.published_at,
        age_seconds: age,
        is_demo: snapshot.is_demo,
      })
    } catch {
      response.set('Retry-After', '5').status(503).json({ ready: false, reason: 'snapshot_does_not_answer' })
    }
  }
}
