-- grain: center and month whose month marts a change can alter
SELECT center_code, month FROM dirty_work_month
UNION
SELECT center_code, month FROM change_charge
UNION
-- A month is over once a later one has a performed exam anywhere in the network.
SELECT c.center_code, c.month
FROM mart.center_month c CROSS JOIN before_network b CROSS JOIN network_bounds n
WHERE coalesce(c.month < month_of(b.last_day), false) <> coalesce(c.month < month_of(n.last_day), false)
