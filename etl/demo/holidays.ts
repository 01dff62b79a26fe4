import { dayNumber } from './clock.ts'

/**
 * Public holidays of mainland China and the weekend days worked in exchange. 2023 to 2026 are as the State Council
 * announced them; 2027 and 2028 were not announced yet and follow the lunar dates and the usual pattern.
 */
const YEARS: { festival: [string, string][]; holiday: [string, string][]; workday: string[] }[] = [
  {
    festival: [['2023-01-21', '2023-01-27']],
    holiday: [
      ['2023-01-01', '2023-01-02'],
      ['2023-04-05', '2023-04-05'],
      ['2023-04-29', '2023-05-03'],
      ['2023-06-22', '2023-06-24'],
      ['2023-09-29', '2023-10-06'],
    ],
    workday: ['2023-01-28', '2023-01-29', '2023-04-23', '2023-05-06', '2023-06-25', '2023-10-07', '2023-10-08'],
  },
  {
    festival: [['2024-02-10', '2024-02-17']],
    holiday: [
      ['2023-12-30', '2024-01-01'],
      ['2024-04-04', '2024-04-06'],
      ['2024-05-01', '2024-05-05'],
      ['2024-06-10', '2024-06-10'],
      ['2024-09-15', '2024-09-17'],
      ['2024-10-01', '2024-10-07'],
    ],
    workday: [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
  },
  {
    festival: [['2025-01-28', '2025-02-04']],
    holiday: [
      ['2025-01-01', '2025-01-01'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    workday: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    festival: [['2026-02-15', '2026-02-23']],
    holiday: [
      ['2026-01-01', '2026-01-03'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    workday: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
  {
    festival: [['2027-02-05', '2027-02-12']],
    holiday: [
      ['2027-01-01', '2027-01-03'],
      ['2027-04-03', '2027-04-05'],
      ['2027-05-01', '2027-05-05'],
      ['2027-06-09', '2027-06-09'],
      ['2027-09-15', '2027-09-15'],
      ['2027-10-01', '2027-10-07'],
    ],
    workday: ['2027-01-31', '2027-02-20', '2027-05-08', '2027-09-26', '2027-10-09'],
  },
  {
    festival: [['2028-01-25', '2028-02-01']],
    holiday: [
      ['2028-01-01', '2028-01-03'],
      ['2028-04-02', '2028-04-04'],
      ['2028-05-01', '2028-05-05'],
      ['2028-05-27', '2028-05-29'],
      ['2028-10-01', '2028-10-08'],
    ],
    workday: ['2028-01-22', '2028-02-05', '2028-05-06', '2028-09-30', '2028-10-14'],
  },
]

export type DayKind = 'ordinary' | 'festival' | 'holiday' | 'workday'

const kinds = new Map<number, DayKind>()
/** First day of each Spring Festival holiday. */
export const FESTIVAL_STARTS: number[] = []

for (const year of YEARS) {
  mark(year.holiday, 'holiday')
  mark(year.festival, 'festival')
  for (const day of year.workday) kinds.set(dayNumber(day), 'workday')
  FESTIVAL_STARTS.push(dayNumber(year.festival[0]![0]))
}

function mark(ranges: [string, string][], kind: DayKind): void {
  for (const [from, to] of ranges) for (let d = dayNumber(from); d <= dayNumber(to); d++) kinds.set(d, kind)
}

/** `workday`: a Saturday or Sunday that is worked like a weekday. Years that are not listed have ordinary days only. */
export function kindOfDay(day: number): DayKind {
  return kinds.get(day) ?? 'ordinary'
}
