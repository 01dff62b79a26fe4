/** Waits until a condition holds. @throws after 50 s: on a busy machine things take their time, but not for ever */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 50_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not come to pass')
    await new Promise((wake) => setTimeout(wake, 20))
  }
}

/** Whether a process is there. */
export function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
