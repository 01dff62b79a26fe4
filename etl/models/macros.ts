/**
 * Functions that several models share. Instants are compared and measured as microseconds since 1970 (`_us`), since sums
 * of whole numbers do not depend on the order in which threads add them: a rebuild equals the nightly runs exactly.
 */
export const macroSql: string[] = [
  "CREATE OR REPLACE TEMP MACRO month_of(day) AS CAST(date_trunc('month', day) AS DATE)",
  'CREATE OR REPLACE TEMP MACRO minutes(us) AS us / 60000000.0',
  // Monotone, so that an instant of a local day always falls on one of that day's UTC days.
  'CREATE OR REPLACE TEMP MACRO utc_day(us) AS us // 86400000000',
  // ICU reads a midnight that a clock change doubles as its second occurrence; the day begins with the first.
  `CREATE OR REPLACE TEMP MACRO local_midnight_us(zone, day) AS epoch_us(list_min(list_filter(
     list_transform([0, 30, 60], lambda back: timezone(zone, CAST(day AS TIMESTAMP)) - to_minutes(back)),
     lambda t: CAST(timezone(zone, t) AS DATE) = day)))`,
  // No interval that the contract lets in is longer than from its first year to now: a longer one must not become a million days.
  `CREATE OR REPLACE TEMP MACRO local_days(zone, started_at, ended_at) AS CAST(generate_series(
     date_trunc('day', timezone(zone, started_at)), date_trunc('day', timezone(zone,
       least(greatest(started_at, ended_at), started_at + INTERVAL 100 YEAR))), INTERVAL 1 DAY) AS DATE[])`,
  // Since 1980 every local day has begun at a quarter of an hour of UTC.
  `CREATE OR REPLACE TEMP MACRO quarter_hour(t) AS CASE WHEN t >= TIMESTAMPTZ '1980-01-01 00:00:00+00'
     THEN make_timestamptz(epoch_us(t) - epoch_us(t) % 900000000) ELSE t END`,
  'CREATE OR REPLACE TEMP MACRO overlap_us(s1, e1, s2, e2) AS greatest(least(e1, e2) - greatest(s1, s2), 0)',
  // A step's name in a center's own words is compared without case and blanks.
  "CREATE OR REPLACE TEMP MACRO loose_name(name) AS lower(translate(name, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288), ''))",
  // Shortest decimal form: 2000, not 2000.0; 0.00001, not 1e-05.
  `CREATE OR REPLACE TEMP MACRO plain_number(v) AS CASE
     WHEN v = trunc(v) AND abs(v) < 1e18 THEN coalesce(CAST(TRY_CAST(v AS BIGINT) AS VARCHAR), CAST(v AS VARCHAR))
     WHEN contains(CAST(v AS VARCHAR), 'e') AND abs(v) < 1e18
       THEN coalesce(rtrim(rtrim(CAST(TRY_CAST(v AS DECIMAL(38, 18)) AS VARCHAR), '0'), '.'), CAST(v AS VARCHAR))
     ELSE CAST(v AS VARCHAR) END`,
  // Null for a text, also for a text of digits: the JSON type decides, not the look.
  'CREATE OR REPLACE TEMP MACRO json_number(v) AS TRY_CAST(CAST(v AS VARCHAR) AS DOUBLE)',
  "CREATE OR REPLACE TEMP MACRO json_text(v) AS coalesce(plain_number(json_number(v)), v ->> '$')",
  `CREATE OR REPLACE TEMP MACRO observed_text(v) AS CASE WHEN left(CAST(v AS VARCHAR), 1) = '['
     THEN array_to_string(list_transform(TRY_CAST(v AS JSON[]), lambda x: json_text(x)), ', ') ELSE json_text(v) END`,
  // Inclusive bounds with a slack, so that 3.5 + 1 % holds 3.535.
  'CREATE OR REPLACE TEMP MACRO slack(bound) AS 1e-9 * greatest(1, abs(bound))',
  `CREATE OR REPLACE TEMP MACRO is_absent(v) AS v IS NULL OR trim(CAST(v AS VARCHAR)) IN ('null', '""', '[]')
     OR regexp_full_match(CAST(v AS VARCHAR), '\\[\\s*(null|"\\s*")(\\s*,\\s*(null|"\\s*"))*\\s*\\]')`,
  `CREATE OR REPLACE TEMP MACRO value_holds(v, lower_bound, upper_bound, numbers, texts) AS CASE
     WHEN numbers IS NULL THEN coalesce(json_number(v) BETWEEN lower_bound AND upper_bound, false)
     ELSE coalesce(len(list_filter(numbers, lambda a: abs(json_number(v) - a) <= slack(a))) > 0, false)
       OR (left(CAST(v AS VARCHAR), 1) = '"' AND list_contains(texts, trim(v ->> '$'))) END`,
  // Of a list every element must hold.
  `CREATE OR REPLACE TEMP MACRO rule_holds(v, lower_bound, upper_bound, numbers, texts) AS CASE
     WHEN left(CAST(v AS VARCHAR), 1) = '[' THEN coalesce(list_bool_and(list_transform(TRY_CAST(v AS JSON[]),
       lambda x: value_holds(x, lower_bound, upper_bound, numbers, texts))), false)
     ELSE value_holds(v, lower_bound, upper_bound, numbers, texts) END`,
]
