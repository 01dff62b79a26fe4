-- grain: center and month whose month marts a change can alter
SELECT center_code, month FROM dirty_work_month
UNION
SELECT center_code, month FROM change_charge
UNION
-- Lines of exams whose month is not that of the service are between the two.
SELECT center_code, month FROM kept_exam_money
UNION
SELECT center_code, month_of(service_date) FROM touched_charge
