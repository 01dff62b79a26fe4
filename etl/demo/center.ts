import { centerDay } from './day/queue.ts'
import { chargesOf } from './day/billing.ts'
import { readExam } from './day/reading.ts'
import { ScannerLog } from './day/scanner-log.ts'
import { SeriesMaker } from './day/series.ts'
import { Ledger } from './ledger.ts'
import { period, type DemoOptions } from './options.ts'
import type { Protocol } from './protocols/rules.ts'
import { Random } from './random.ts'
import type { Center, Exam } from './types.ts'
import { emitRun } from './write/ai-rows.ts'
import { addBlemishes } from './write/blemishes.ts'
import { writeCenterFiles, type Written } from './write/center-files.ts'
import { emitCharge } from './write/charge-rows.ts'
import { amountFormatter, type FormatAmount } from './write/csv.ts'
import { emitExam } from './write/exam-rows.ts'
import { Sink, type Feed } from './write/sink.ts'
import { ownName } from './write/step-names.ts'

export interface MadeCenter extends Written {
  exams: number
  rows: Record<Feed, number>
}

/** Makes a center's whole history day by day and writes its files. */
export function makeCenter(
  center: Center,
  book: readonly Protocol[],
  doseLowered: number | null,
  options: DemoOptions,
): MadeCenter {
  const { first, last } = period(options)
  const maker = new CenterMaker(center, new SeriesMaker(book, doseLowered), options)
  for (let day = first; day <= last; day++) maker.day(day)
  maker.nextWorklist(last + 1)
  maker.close()
  return { ...writeCenterFiles(center, options, maker.sink), exams: maker.exams, rows: maker.sink.rows }
}

class CenterMaker {
  readonly sink: Sink
  exams = 0
  private readonly ledger: Ledger
  private readonly amount: FormatAmount
  private readonly stepName: (step: string) => string

  constructor(
    private readonly center: Center,
    private readonly series: SeriesMaker,
    private readonly options: DemoOptions,
  ) {
    const { first, last } = period(options)
    this.sink = new Sink(first, last)
    this.ledger = new Ledger(center, new Random(options.seed, 'ledger', center.index))
    this.amount = amountFormatter(center.style.yenSign)
    this.stepName = center.style.ownStepNames ? ownName : (step) => step
  }

  day(day: number): void {
    const { center, sink, options } = this
    for (const scannerDay of centerDay(center, day, options.seed)) {
      const rng = new Random(options.seed, 'readings', scannerDay.scanner.scannerId, day)
      const log = new ScannerLog(center, scannerDay.scanner, day, sink, this.stepName)
      for (const exam of scannerDay.exams) {
        if (exam.startedAt !== null) {
          for (const s of this.series.make(center, exam, rng)) log.series(exam.accessionNo, s)
        }
        if (exam.outcome === 'performed') this.performed(exam, rng)
        emitExam(center, exam, sink, rng)
        this.exams++
      }
      log.states(scannerDay)
      log.faults(scannerDay)
    }
  }

  /** Bookings of the first day after the period are known on its last night. */
  nextWorklist(day: number): void {
    const { center, sink, options } = this
    for (const { exams } of centerDay(center, day, options.seed)) {
      const rng = new Random(options.seed, 'next', center.index)
      for (const exam of exams) if (exam.booked) emitExam(center, { ...exam, outcome: 'no_show' }, sink, rng)
    }
  }

  close(): void {
    const { first, last } = period(this.options)
    this.ledger.write(first, last, this.amount, this.sink)
    addBlemishes(this.center, this.options, this.sink)
  }

  private performed(exam: Exam, rng: Random): void {
    const { center, sink } = this
    const runs = readExam(center, exam, rng)
    for (const run of runs) emitRun(center, exam, run, sink)
    const charges = chargesOf(center, exam, rng)
    for (const charge of charges) emitCharge(center, exam, charge, this.amount, sink)
    this.ledger.exam(exam, rng.chance(center.outsourcedReading), runs, charges)
  }
}
