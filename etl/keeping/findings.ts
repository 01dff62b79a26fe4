/** What `verify` found: what is wrong, where, and what to do next. Notes need nothing done. */
export interface Finding {
  code: string
  severity: 'problem' | 'note'
  /** Path below DATA_DIR. */
  where: string
  what: string
  next: string
}

export class Findings {
  readonly list: Finding[] = []

  problem(code: string, where: string, what: string, next: string): void {
    this.list.push({ code, severity: 'problem', where, what, next })
  }

  note(code: string, where: string, what: string, next = ''): void {
    this.list.push({ code, severity: 'note', where, what, next })
  }

  get ok(): boolean {
    return this.list.every((f) => f.severity === 'note')
  }
}
