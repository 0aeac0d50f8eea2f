-- Jobs that ended without a video and whose files do not lie in the dead letter yet. Of variations, as in claim-take.sql.
UPDATE job SET token = token + 1, claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name}, due_at = :#${bean:node.now} + 60000
WHERE id IN (SELECT id FROM job WHERE state IN ('REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT') AND filed = 0
             AND due_at <= :#${bean:node.now}
             AND NOT (lead = id AND place = 'IN'
                      AND EXISTS (SELECT 1 FROM job s WHERE s.lead = job.id AND s.id <> job.id AND s.place = 'IN'))
             ORDER BY due_at LIMIT :#${bean:deadLetterWorkers.free})
RETURNING *
