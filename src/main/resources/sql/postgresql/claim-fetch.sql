-- Finished tasks whose video is still to be fetched.
UPDATE job SET token = token + 1, claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name}, due_at = :#${bean:node.now} + 300000
WHERE id IN (SELECT id FROM job WHERE state = 'DELIVERING' AND output_sha256 IS NULL AND due_at <= :#${bean:node.now}
             -- What lies in another node's spool is that node's to go on with, unless that one is gone.
             AND (spooled_by IS NULL OR spooled_by = :#${bean:node.name}
                  OR spooled_by NOT IN (SELECT name FROM node WHERE seen_at > :#${bean:nodes.goneBefore}))
             ORDER BY due_at LIMIT least(:#${bean:fetchWorkers.free}, CAST(:#${bean:disk.spools} AS bigint))
             FOR UPDATE SKIP LOCKED)
RETURNING *
