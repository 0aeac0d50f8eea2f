-- Finished tasks whose video is still to be fetched.
UPDATE job SET token = token + 1, claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name}, due_at = :#${bean:node.now} + 300000
WHERE id IN (SELECT id FROM job WHERE state = 'DELIVERING' AND output_sha256 IS NULL AND due_at <= :#${bean:node.now}
             ORDER BY due_at LIMIT :#${bean:fetchWorkers.free}
             FOR UPDATE SKIP LOCKED)
RETURNING *
