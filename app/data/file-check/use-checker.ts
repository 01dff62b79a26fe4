import { useCallback, useEffect, useRef } from 'react'
import type { Answer, Ask, FromWorker } from './messages.ts'

/** Where the server gives the bundle that `npm run build` makes of etl/file-check. */
const SCRIPT = '/file-check.js'

interface Waiting {
  id: number
  resolve: (answer: Answer) => void
  onProgress: (share: number) => void
}

/**
 * Asks the worker that checks files. A new question of the same kind makes the one before pointless: `stop` ends the worker
 * with whatever it was at, and the next question starts another.
 */
export function useChecker() {
  const worker = useRef<Worker | null>(null)
  const waiting = useRef<Waiting[]>([])
  const next = useRef(0)

  const stop = useCallback(() => {
    worker.current?.terminate()
    worker.current = null
    waiting.current = []
  }, [])
  useEffect(() => stop, [stop])

  const ask = useCallback((question: Ask, onProgress: (share: number) => void = () => {}): Promise<Answer> => {
    if (!worker.current) {
      const started = new Worker(SCRIPT, { type: 'module' })
      const settle = (id: number | null, answer: Answer) => {
        const mine = waiting.current.filter((w) => id === null || w.id === id)
        waiting.current = waiting.current.filter((w) => !mine.includes(w))
        for (const { resolve } of mine) resolve(answer)
      }
      started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if ('answer' in data) settle(data.id, data.answer)
        else waiting.current.find((w) => w.id === data.id)?.onProgress(data.progress)
      }
      started.onerror = () => settle(null, { kind: 'failed', code: 'unreadable' })
      worker.current = started
    }
    const id = next.current++
    return new Promise((resolve) => {
      waiting.current.push({ id, resolve, onProgress })
      worker.current!.postMessage({ id, ask: question })
    })
  }, [])

  return { ask, stop }
}
