-- grain: center and its own name of a step, without case and blanks
SELECT center_code, loose_name(alias) AS loose_alias, any_value(step) AS step
FROM main.step_alias
GROUP BY ALL
