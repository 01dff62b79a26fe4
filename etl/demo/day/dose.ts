import type { Random } from '../random.ts'
import type { Exam } from '../types.ts'

/** Median CTDIvol of a scan (mGy) and length of the body scanned (cm), by protocol and version. */
interface Dose {
  ctdiVol: number
  centimeters: number
  /** Steps that are a scan of their own; the others are made from the same data and carry no DLP. */
  scans: readonly string[]
}

const d = (ctdiVol: number, centimeters: number, ...scans: string[]): Dose => ({ ctdiVol, centimeters, scans })

const DOSES: Record<string, Dose> = {
  'CT-HEAD': d(44, 14, 'head_5mm'),
  'CT-CHEST': d(9.5, 30, 'chest_lung'),
  'CT-LUNG-SCREENING': d(1.9, 32, 'lung_lowdose'),
  'CT-ABDOMEN-3PHASE': d(10, 30, 'abd_plain', 'abd_arterial', 'abd_portal', 'abd_delayed'),
  'CT-ABDOMEN-PELVIS': d(11, 45, 'abdpel_5mm'),
  'CT-CORONARY': d(22, 14, 'calcium_score', 'coronary_cta'),
  'CT-HEAD-NECK-CTA': d(15, 32, 'headneck_plain', 'headneck_cta'),
  'CT-UROGRAPHY': d(9, 42, 'uro_plain', 'uro_nephro', 'uro_excretory'),
}
/** What 100 kV in place of 120 leaves of the dose. */
const LOWERED = 0.58
/** The scanner of the story was on the high side before the others came down. */
const NOT_LOWERED = 1.2
const SIZE_SIGMA = 0.22

/** Writes CTDIvol and DLP of a step, or nothing for what is not CT. `lowered` null = the protocol has one version. */
export function doseText(exam: Exam, step: string, size: number, lowered: boolean | null, late: boolean): string {
  const dose = DOSES[exam.procedure.protocolCode ?? '']
  if (!dose) return ''
  const calcium = step === 'calcium_score' ? 0.15 : 1
  const change = lowered ? LOWERED : late ? NOT_LOWERED : 1
  const ctdiVol = dose.ctdiVol * exam.scanner.dose * size * change * calcium
  const dlp = dose.scans.includes(step) ? `,"DLP":${Math.round(ctdiVol * dose.centimeters * 10) / 10}` : ''
  return `,"CTDIvol":${Math.round(ctdiVol * 100) / 100}${dlp}`
}

/** Factor on dose by the patient's size. */
export function drawSize(rng: Random): number {
  return rng.lognormal(1, SIZE_SIGMA)
}
