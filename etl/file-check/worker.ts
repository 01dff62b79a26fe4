import { answer, type Ask } from './browser.ts'

/** Entry of the bundle that the page /data/check runs as a worker. */
const scope = globalThis as unknown as {
  onmessage: (event: { data: { id: number; ask: Ask } }) => void
  postMessage: (message: unknown) => void
}

/** Often enough for the eye, seldom enough for the page. */
const PROGRESS_MS = 100

scope.onmessage = ({ data: { id, ask } }) => {
  let told = 0
  const onProgress = (share: number) => {
    const now = Date.now()
    if (now - told < PROGRESS_MS) return
    told = now
    scope.postMessage({ id, progress: share })
  }
  answer(ask, onProgress).then(
    (result) => scope.postMessage({ id, answer: result }),
    () => scope.postMessage({ id, answer: { kind: 'failed', code: 'unreadable' } }),
  )
}
