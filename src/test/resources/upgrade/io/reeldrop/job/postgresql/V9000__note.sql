-- What a next version may look like, as src/docs/schema.md has it; for UpgradeIT, whose new nodes alone have it on their class path.
SET LOCAL lock_timeout = '10s';
ALTER TABLE job ADD COLUMN note TEXT;
CREATE INDEX job_note ON job (note) WHERE note IS NOT NULL;
