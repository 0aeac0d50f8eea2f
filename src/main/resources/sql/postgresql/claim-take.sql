-- Drops whose row is written and whose files are still to be moved out of in/. Of variations, the one that moves waits for those that copy.
UPDATE job SET token = token + 1, claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name}, due_at = :#${bean:node.now} + 60000
WHERE id IN (SELECT id FROM job WHERE state = 'TAKING' AND due_at <= :#${bean:node.now}
             AND NOT (lead = id AND place = 'IN'
                      AND EXISTS (SELECT 1 FROM job s WHERE s.lead = job.id AND s.id <> job.id AND s.place = 'IN'))
             ORDER BY due_at, id LIMIT :#${bean:takeWorkers.free}
             FOR UPDATE SKIP LOCKED)
RETURNING *
