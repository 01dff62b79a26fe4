import { AppError } from '../errors.ts'

const TEXTS = {
  'app/print-unavailable': 'No browser is configured here: an administrator sets CHROME_PATH. Print the page instead.',
  'app/print-busy': 'A PDF is on its way already. Wait for it.',
  'app/print-late': 'The PDF took too long. Choose a shorter period or fewer centers, or print the page.',
}

export type PrintCode = keyof typeof TEXTS

/** Why there is no PDF. */
export class PrintError extends AppError {
  readonly code: PrintCode

  constructor(code: PrintCode, options?: ErrorOptions) {
    super(TEXTS[code], options)
    this.code = code
  }
}
