-- Waiting jobs that could be bought now: as many for each account as it has room for, its watches taking turns (the one that
-- bought longest ago comes first, for slots often come free one by one), oldest first.
-- Whether one really may be bought is decided when its intent is stored; this only keeps the others from being tried in vain.
-- The + leaves the index of the due times aside: in the other one the oldest of each watch come first, and no more are read than are taken.
WITH way AS (
    SELECT name, max_cost_micros - CASE WHEN day >= :#${bean:node.today} THEN spent_micros ELSE 0 END AS money,
           min(max_in_flight - in_flight,
               coalesce(max_tasks - CASE WHEN day >= :#${bean:node.today} THEN tasks ELSE 0 END, 1000000),
               CASE WHEN doubts >= :#${bean:steps.doubts} THEN submitting = 0 AND probe_at <= :#${bean:node.now}
                    ELSE :#${bean:steps.doubts} - doubts - submitting END)
           - (SELECT count(*) FROM job WHERE state = 'WAITING' AND account = account.name
                                         AND claimed_by IS NOT NULL AND due_at > :#${bean:node.now}) AS room
    FROM account WHERE paused_until <= :#${bean:node.now}
), open AS (
    SELECT name, bought_at, max_cost_micros - CASE WHEN day >= :#${bean:node.today} THEN spent_micros ELSE 0 END AS money,
           coalesce(max_tasks - CASE WHEN day >= :#${bean:node.today} THEN tasks ELSE 0 END, 1000000) AS tasks
    FROM watch WHERE paused_until <= :#${bean:node.now} AND held_until <= :#${bean:node.now}
), turn AS (
    SELECT j.id, j.account, way.room, open.bought_at, open.tasks, row_number() OVER (PARTITION BY j.account, j.watch ORDER BY j.id) AS nth
    FROM way CROSS JOIN open CROSS JOIN job j
    WHERE way.room > 0
      AND j.id IN (SELECT id FROM job WHERE state = 'WAITING' AND account = way.name AND watch = open.name AND +due_at <= :#${bean:node.now}
                   AND coalesce(estimate_micros, 1) <= min(coalesce(way.money, 1e18), coalesce(open.money, 1e18))
                   ORDER BY id LIMIT 32)
), line AS (
    SELECT id, room, row_number() OVER (PARTITION BY account ORDER BY nth, bought_at, id) AS place FROM turn
    WHERE nth <= tasks
)
UPDATE job SET token = token + 1, claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name}, due_at = :#${bean:node.now} + 60000
WHERE NOT EXISTS (SELECT 1 FROM bookmark WHERE name = 'paused')
  AND id IN (SELECT id FROM line WHERE place <= room ORDER BY place, id
             LIMIT min(:#${bean:submitWorkers.free}, :#${bean:disk.room}, :#${bean:receipts.room}))
RETURNING *
