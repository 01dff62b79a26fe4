-- grain: scanner; scanners of one class answer every `when` of the protocol book alike
SELECT scanner_id, lower(manufacturer) AS manufacturer, lower(model) AS model, field_strength_t,
  dense_rank() OVER (ORDER BY lower(manufacturer), lower(model), field_strength_t) AS class_no
FROM main.scanner
