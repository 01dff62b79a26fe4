-- grain: center and month whose month marts a change can alter
SELECT center_code, month FROM dirty_work_month
UNION
SELECT center_code, month FROM change_charge
