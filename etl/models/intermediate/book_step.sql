-- grain: step of a protocol version
SELECT row_number() OVER (ORDER BY protocol_code, version, step) AS step_no, *
FROM (SELECT DISTINCT protocol_code, version, step, step_order, required, step_severity FROM main.protocol_rule)
