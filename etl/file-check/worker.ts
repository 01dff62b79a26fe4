import { answer, type Ask } from './browser.ts'

/** Entry of the bundle that the page /data/check runs as a worker. */
const scope = globalThis as unknown as {
  onmessage: (event: { data: { id: number; ask: Ask } }) => void
  postMessage: (message: unknown) => void
}

scope.onmessage = ({ data: { id, ask } }) => {
  answer(ask).then(
    (result) => scope.postMessage({ id, answer: result }),
    () => scope.postMessage({ id, answer: { kind: 'failed', code: 'unreadable' } }),
  )
}
