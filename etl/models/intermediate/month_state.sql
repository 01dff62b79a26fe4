-- grain: center and month of mart.center_month; whether its books are closed, and what its ledger still lacks
WITH RECURSIVE ledger AS (
  SELECT center_code, month, list(DISTINCT category || ' ' || behaviour ORDER BY category || ' ' || behaviour) AS entries
  FROM main.cost GROUP BY ALL
),
numbered AS (
  SELECT m.center_code, m.month, row_number() OVER (PARTITION BY m.center_code ORDER BY m.month) AS n,
    coalesce(m.month < month_of(b.last_day), false) AS is_over, m.pending_charges * 20 <= m.gross_charges AS is_settled, l.entries
  FROM mart.center_month m CROSS JOIN network_bounds b
  LEFT JOIN ledger l ON l.center_code = m.center_code AND l.month = m.month
),
-- Month by month, for a month asks the closed ones before it: `books` has the ledgers of the last three of them.
walk AS (
  SELECT center_code, CAST(0 AS BIGINT) AS n, CAST(NULL AS DATE) AS month, false AS closed, CAST(NULL AS VARCHAR[]) AS lacks,
    CAST([] AS VARCHAR[][]) AS books
  FROM (SELECT DISTINCT center_code FROM numbered)
  UNION ALL
  SELECT center_code, n, month, closed, if(is_over, lacks, NULL), if(closed, list_prepend(entries, books)[1:3], books)
  FROM (
    SELECT *, is_over AND is_settled AND entries IS NOT NULL AND len(lacks) = 0 AS closed
    FROM (
      SELECT m.*, w.books, list_filter(
        CASE len(w.books) WHEN 0 THEN [] WHEN 1 THEN w.books[1] WHEN 2 THEN list_intersect(w.books[1], w.books[2])
          ELSE list_intersect(list_intersect(w.books[1], w.books[2]), w.books[3]) END,
        lambda entry: NOT coalesce(list_contains(m.entries, entry), false)) AS lacks
      FROM walk w JOIN numbered m ON m.center_code = w.center_code AND m.n = w.n + 1
    )
  )
)
SELECT center_code, month, if(closed, 'closed', 'open') AS month_state, list_sort(lacks) AS missing_costs FROM walk WHERE n > 0
