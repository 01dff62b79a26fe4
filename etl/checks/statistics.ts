/**
 * The statistics of the checks as SQL functions. XmR: limits x̄ ± 2.66·MR̄, the mean moving range taken once more without
 * ranges of at least 3.267·MR̄, so that one past accident does not widen them. Laney: how much more days differ from each
 * other than their sizes explain; 1 where they do not.
 */
export const statisticsSql: string[] = [
  `CREATE OR REPLACE TEMP MACRO moving_ranges(xs) AS
     list_transform(range(2, len(xs) + 1), lambda i: abs(xs[i] - xs[i - 1]))`,
  `CREATE OR REPLACE TEMP MACRO screened_mean(ranges) AS coalesce(
     list_avg(list_filter(ranges, lambda r: r < 3.267 * list_avg(ranges))), list_avg(ranges))`,
  'CREATE OR REPLACE TEMP MACRO xmr_half_width(xs, factor) AS factor * screened_mean(moving_ranges(xs))',
  `CREATE OR REPLACE TEMP MACRO laney_sigma(zs) AS coalesce(greatest(1, list_avg(moving_ranges(zs)) / 1.128), 1)`,
  // Standard error of a difference of two shares that share one rate.
  'CREATE OR REPLACE TEMP MACRO share_error(p, n, past_n) AS sqrt(p * (1 - p) * (1.0 / n + 1.0 / past_n))',
]
