import { expect, test } from 'vitest'
import { at, exam, network, scanner } from './builders.ts'
import { builtWarehouse, mart, type World } from './warehouse.ts'

async function centerDay(world: World) {
  const { db, close } = await builtWarehouse(world)
  const [day] = await mart(db, 'center_day', "day = '2026-03-02'")
  close()
  return day
}

const booked = (scheduled: string, status: string, more: object = {}) => ({
  ...{ ...exam(scheduled, scheduled), status, performed: false, started_at: null, completed_at: null },
  ...{ ordered_at: at('2026-03-01 10:00'), updated_at: at('2026-03-01 10:00'), ...more },
})

test('quantiles are interpolated over exams that have both times', async () => {
  const waits = [
    exam('2026-03-02 09:00', '2026-03-02 09:10', {
      arrived_at: at('2026-03-02 08:50'),
      reported_at: at('2026-03-02 09:20'),
    }),
    exam('2026-03-02 10:00', '2026-03-02 10:20', {
      arrived_at: at('2026-03-02 09:40'),
      reported_at: at('2026-03-02 10:50'),
    }),
    exam('2026-03-02 11:00', '2026-03-02 11:30', { reported_at: null }),
  ]
  expect(await centerDay(network({ exam: waits }))).toMatchObject({
    ...{ exams_performed: 3, wait_minutes_median: 15, exam_minutes_median: 20, unreported: 1 },
    // Turnarounds 10 and 30 minutes: median 20, p90 = 10 + 0.9 × 20.
    ...{ turnaround_minutes_median: 20, turnaround_minutes_p90: 28 },
  })
})

test('a start outside the windows is out of hours; the end of a window is outside, an unknown window is not', async () => {
  const world = network({
    scanner: [scanner(), scanner({ scanner_id: 'S2', staffed_hours: null })],
    exam: [
      exam('2026-03-02 07:59', '2026-03-02 08:10'),
      exam('2026-03-02 08:00', '2026-03-02 08:10'),
      exam('2026-03-02 18:00', '2026-03-02 18:10'),
      exam('2026-03-02 03:00', '2026-03-02 03:10', { scanner_id: 'S2' }),
    ],
  })
  expect(await centerDay(world)).toMatchObject({ out_of_hours_exams: 2 })
})

test('only bookings of an earlier day that are due count for no-shows', async () => {
  const world = network({
    exam: [
      exam('2026-03-02 12:00', '2026-03-02 12:30', { ordered_at: at('2026-03-02 08:00') }), // ordered on the same day
      booked('2026-03-02 09:00', 'no_show'),
      booked('2026-03-02 10:00', 'cancelled'),
      booked('2026-03-02 11:00', 'no_show', { ordered_at: null, referral_source: 'walk_in' }),
      booked('2026-03-02 11:00', 'no_show', { ordered_at: null }),
      booked('2026-03-02 13:00', 'scheduled'), // later than the newest update, 12:30
    ],
  })
  expect(await centerDay(world)).toMatchObject({
    ...{ exams_scheduled: 5, no_shows: 3, cancellations: 1, bookings_due: 2, no_shows_due: 2, stale_bookings: 0 },
  })
})

test('a booking is stale 24 hours after its time by the newest update of its center', async () => {
  const world = network({
    exam: [booked('2026-03-02 09:00', 'scheduled'), exam('2026-03-03 08:30', '2026-03-03 09:00')],
  })
  expect(await centerDay(world)).toMatchObject({ bookings_due: 1, stale_bookings: 1 })
})
