-- Spooled videos that are still to be published.
UPDATE job SET token = token + 1, claimed_at = :#${bean:node.now}, claimed_by = :#${bean:node.name}, due_at = :#${bean:node.now} + 300000
WHERE id IN (SELECT id FROM job WHERE state = 'DELIVERING' AND output_sha256 IS NOT NULL AND due_at <= :#${bean:node.now}
             ORDER BY due_at LIMIT :#${bean:deliverWorkers.free})
RETURNING *
