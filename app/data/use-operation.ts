import { useRevalidator } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { Operation, OperationNow } from '../operation.ts'

/**
 * How loading stands, as the server tells it while the page is open; what the page came with until then. When a run has
 * ended or another snapshot is served, the page asks for its figures again.
 */
export function useOperation(operation: Operation, snapshotId: string | null): Operation {
  const { revalidate } = useRevalidator()
  const [now, setNow] = useState<OperationNow | null>(null)
  const seen = useRef(`${operation.recent[0]?.started_at ?? null} ${snapshotId}`)
  useEffect(() => {
    const events = new EventSource('/data/events')
    events.onmessage = ({ data }: MessageEvent<string>) => {
      const news = JSON.parse(data) as OperationNow
      setNow(news)
      const mark = `${news.last_outcome_at} ${news.snapshot_id}`
      if (mark === seen.current) return
      seen.current = mark
      revalidate()
    }
    return () => events.close()
  }, [revalidate])
  if (!now) return operation
  const { scheduler, running, requested, cannot_start } = now
  return { ...operation, scheduler, running, requested, cannot_start }
}
