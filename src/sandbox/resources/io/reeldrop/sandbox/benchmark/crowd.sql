-- Rows as every step leaves them, for both databases. In what is the same in all of them a # stands for the number of the row.
INSERT INTO job (id, watch, account, state, due_at, changed_at, name, stem, files, places, place, filed, identity, image, request,
                 model, slot, bought_day, bought, cost_micros, charged_micros, estimate_micros, submitted_at, task_id,
                 task_status, task_since, output_url, output_file, output_bytes, output_sha256, notified)
WITH RECURSIVE number (i) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT i + 1 FROM number WHERE i + 1 < :end),
    crowd (i, came, name, hash) AS (SELECT i, :now - CASE WHEN :ended = 1 THEN 86400000 + i * 70 ELSE 40000 + i % 1000 END,
        'batch-' || (i / 1000) || '/drop-' || i, substr(:zeros || i, length('' || i) + 1) FROM number)
SELECT hash, 'watch-' || (i % 8), 'account-' || (i % 4), :state, CASE WHEN :ended = 1 THEN NULL ELSE :now - i % 1000 END, came, name, name,
       replace(:files, '#', '' || i), replace(:places, '#', '' || (i % 8)), :place, :ended, hash, replace(:image, '#', hash),
       replace(:request, '#', '' || i), 'gen4_turbo', :slot, CASE WHEN :bought = 1 THEN '2020-01-01' END, :bought, :cost,
       CASE WHEN :delivered = 1 THEN :cost END, :cost, CASE WHEN :bought = 1 THEN came END, CASE WHEN :known = 1 THEN 'task-' || i END,
       CASE WHEN :known = 1 THEN 'RUNNING' END, CASE WHEN :bought = 1 THEN came END, NULL,
       CASE WHEN :delivered = 1 THEN name || '.mp4' END, CASE WHEN :delivered = 1 THEN 2000000 END,
       CASE WHEN :delivered = 1 THEN hash END, 1 FROM crowd
