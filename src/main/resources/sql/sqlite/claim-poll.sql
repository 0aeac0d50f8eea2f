-- Tasks to be asked for. The next poll is due an interval later whatever the answer, so an unchanged answer needs no write; the
-- half second more is what a poll may wait for its worker; one that waited longer moves it on. A task that is only queued is asked for
-- less often, and none while this node's last poll still waits for its answer. The token stays: an answer counts also when another
-- node has asked again since.
UPDATE job SET claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name},
    due_at = :#${bean:node.now} + 500 + CASE WHEN throttled_at IS NOT NULL THEN 3 ELSE 1 END
             * (SELECT poll_ms FROM account WHERE name = job.account)
WHERE id IN (SELECT id FROM job WHERE state = 'RENDERING' AND due_at <= :#${bean:node.now}
             AND account NOT IN (SELECT name FROM account WHERE quiet_until > :#${bean:node.now})
             AND id NOT IN (SELECT value FROM json_each(:#${bean:polling.underWay})) ORDER BY due_at LIMIT :#${bean:pollWorkers.free})
-- No more than a poll needs: there may be thousands a second.
RETURNING id, watch, account, state, token, claimed_at, due_at, tries, failures, stem,
    task_id, task_status, task_since, throttled_at, submitted_at, cancel
