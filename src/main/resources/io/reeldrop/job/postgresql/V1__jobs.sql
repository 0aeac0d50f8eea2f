-- The durable core. Times are UTC epoch milliseconds; amounts are millionths of the account's unit (credits, USD, …).
-- How the next version may differ from this one: src/docs/schema.md.

CREATE TABLE account (
    name            TEXT   NOT NULL PRIMARY KEY,
    gateway         TEXT   NOT NULL,
    unit            TEXT   NOT NULL,
    max_in_flight   INT    NOT NULL,
    max_cost_micros BIGINT,                       -- a day; NULL: no cap
    max_tasks       INT,                          -- a day; NULL: no cap
    poll_ms         INT    NOT NULL,              -- between two polls of one task
    in_flight       INT    NOT NULL DEFAULT 0,    -- sum of job.slot, moved by the trigger below
    submitting      INT    NOT NULL DEFAULT 0,    -- POSTs whose outcome is not stored yet
    day             TEXT   NOT NULL DEFAULT '',   -- the day that spent_micros and tasks speak of
    spent_micros    BIGINT NOT NULL DEFAULT 0,
    tasks           INT    NOT NULL DEFAULT 0,    -- bought that day; one in doubt counts
    doubts          INT    NOT NULL DEFAULT 0,    -- ambiguous POSTs in a row: the breaker
    probe_at        BIGINT NOT NULL DEFAULT 0,    -- when the breaker lets the next single POST through
    paused_until    BIGINT NOT NULL DEFAULT 0,
    paused_for      TEXT,
    pause_kind      TEXT,                         -- what the last pause was for that the gateway caused: RATE_LIMIT, CREDITS, …
    pauses          INT    NOT NULL DEFAULT 0,    -- of that kind in a row, so that each is longer than the last
    quiet_until     BIGINT NOT NULL DEFAULT 0,    -- polls were refused: no task is asked for until then
    quiets          INT    NOT NULL DEFAULT 0,    -- in a row
    notified        TEXT                          -- the paused_for that was last told to people
);

CREATE TABLE watch (
    name            TEXT   NOT NULL PRIMARY KEY,
    max_cost_micros BIGINT,                       -- a day; NULL: no cap
    max_tasks       INT,                          -- a day; NULL: no cap
    day             TEXT   NOT NULL DEFAULT '',
    spent_micros    BIGINT NOT NULL DEFAULT 0,
    tasks           INT    NOT NULL DEFAULT 0,
    paused_until    BIGINT NOT NULL DEFAULT 0,
    paused_for      TEXT,
    held_until      BIGINT NOT NULL DEFAULT 0,    -- its output place fails: buys nothing until then
    held_for        TEXT,
    bought_at       BIGINT NOT NULL DEFAULT 0,    -- last POST: whoever bought longest ago has the next turn
    delivered_at    BIGINT,
    notified        TEXT
);

CREATE TABLE job (
    id              TEXT   NOT NULL PRIMARY KEY,  -- sorts by time of acceptance
    watch           TEXT   NOT NULL,
    account         TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    token           BIGINT NOT NULL DEFAULT 0,    -- raised by every claim; every later write carries it
    due_at          BIGINT,                       -- when the job may next be claimed; a claim moves it, so it is the lease as well
    claimed_at      BIGINT,
    claimed_by      TEXT,
    waits_for       TEXT,
    tries           INT    NOT NULL DEFAULT 0,    -- failures in a row of the step the job is in
    changed_at      BIGINT NOT NULL,

    name            TEXT   NOT NULL,              -- as dropped, relative to in/, without suffix
    stem            TEXT   NOT NULL,              -- as it is called in every other place; never taken twice
    files           TEXT   NOT NULL,              -- JSON: [{"name":"sub/cat.png","role":"image"}, …]
    places          TEXT   NOT NULL,              -- JSON: the watch's places when the drop was accepted
    place           TEXT   NOT NULL,              -- where the files lie, or are being moved from: IN, IN_PROGRESS, DONE, DEAD_LETTER
    filed           INT    NOT NULL DEFAULT 0,    -- 1: moved to the place where the job ended
    lead            TEXT,                         -- of a drop's variations, the job that moves its files out of in/; the others copy
    variation       TEXT,                         -- JSON: the sidecar of its own that a variation gets
    identity        TEXT,                         -- NULL where the drop could not be read
    image           TEXT,                         -- JSON: type, width, height, bytes, sha256
    sent_image      TEXT,                         -- JSON likewise: what was made of it to fit the gateway; NULL: it is sent as it is
    request         TEXT,                         -- JSON: the merged request, without the image
    model           TEXT,

    slot            INT    NOT NULL DEFAULT 0,    -- 1: counts against the account's tasks in flight
    bought_day      TEXT,
    estimate_micros BIGINT,                       -- NULL: the profile states no price
    cost_micros     BIGINT NOT NULL DEFAULT 0,    -- reserved while unknown, then charged; over all tasks of this job
    bought          INT    NOT NULL DEFAULT 0,    -- tasks bought for this job, as far as is known; one in doubt counts
    charged_micros  BIGINT,                       -- the gateway's own figure; NULL: it gave none

    submitted_at    BIGINT,                       -- last POST
    task_id         TEXT,
    task_status     TEXT,                         -- the gateway's own word
    task_since      BIGINT,                       -- start of the time-out: when it was accepted, and as much later as it was THROTTLED
    throttled_at    BIGINT,                       -- since when the gateway holds it back (THROTTLED); NULL: it does not
    failures        INT    NOT NULL DEFAULT 0,    -- tasks that FAILED
    orphans         TEXT,                         -- task ids that it had before, or that turned up after it had gone another way
    cancel          INT    NOT NULL DEFAULT 0,    -- a person asked to cancel
    output_url      TEXT,
    output_file     TEXT,
    output_bytes    BIGINT,
    output_sha256   TEXT,
    output_etag     TEXT,
    spooled_by      TEXT,                         -- the node in whose spool the video lies, in part or whole

    reason          TEXT,                         -- why it ended, or what went wrong last
    reason_code     TEXT,
    problems        TEXT,                         -- JSON: every fault of a rejected drop
    notified        INT    NOT NULL DEFAULT 0
);

-- The same drop is one job and one payment, for as long as that job is not a dead letter that may be bought again.
CREATE UNIQUE INDEX job_identity ON job (identity, name) WHERE state NOT IN ('REJECTED', 'FAILED', 'CANCELLED') AND identity IS NOT NULL;
CREATE UNIQUE INDEX job_stem ON job (watch, stem) WHERE state NOT IN ('REJECTED', 'FAILED', 'CANCELLED');
-- What lies in in/ under a name leaves it as one drop at a time, however many look. A drop's variations leave with their lead.
CREATE UNIQUE INDEX job_leaving ON job (watch, name) WHERE place = 'IN' AND (lead IS NULL OR lead = id);
CREATE INDEX job_named ON job (watch, stem);                  -- job_stem holds live jobs only; a dead letter's name is looked for as well
CREATE UNIQUE INDEX job_task ON job (account, task_id) WHERE task_id IS NOT NULL;   -- a task is one payment, and one job's
CREATE INDEX job_orphans ON job (orphans, id) WHERE orphans IS NOT NULL;           -- tasks that were a job's before; few
CREATE INDEX job_due ON job (state, due_at, account, watch);          -- the claims; and all that is needed to count what is under way
CREATE INDEX job_waiting ON job (account, watch, id, waits_for) WHERE state = 'WAITING';
CREATE INDEX job_kept ON job (changed_at) WHERE filed = 1;             -- until they are forgotten
CREATE INDEX job_dead ON job (watch, changed_at, id, state) WHERE state IN ('REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT');
CREATE INDEX job_unfiled ON job (watch) WHERE place = 'IN';
CREATE INDEX job_lead ON job (lead) WHERE place = 'IN' AND lead IS NOT NULL;
CREATE INDEX job_untold ON job (state) WHERE notified = 0 AND state IN ('REJECTED', 'FAILED', 'UNDELIVERED', 'IN_DOUBT');

CREATE TABLE job_event (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id      TEXT   NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    at          BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    node        TEXT,
    task_id     TEXT,
    reason      TEXT,
    cost_micros BIGINT NOT NULL DEFAULT 0         -- by how much the job's cost changed with it
);
CREATE INDEX job_event_job ON job_event (job_id);

-- Who runs jobs on this store, and when it was last heard of.
CREATE TABLE node (
    name       TEXT   NOT NULL PRIMARY KEY,
    version    TEXT,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

-- What one node does for all, until its lease ends: looking at a watch, sending news, tidying up.
CREATE TABLE duty (
    name  TEXT   NOT NULL PRIMARY KEY,
    node  TEXT   NOT NULL,
    until BIGINT NOT NULL
);

-- How often jobs ended in which way, since the store was made: counted as it happens, because the table may hold millions of them.
CREATE TABLE ending (
    watch   TEXT   NOT NULL,
    account TEXT   NOT NULL,
    state   TEXT   NOT NULL,
    jobs    BIGINT NOT NULL,
    PRIMARY KEY (watch, account, state)
);

-- What the notifier and other readers remember between two starts.
CREATE TABLE bookmark (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- The node is the one that held the job when it moved; a person's order raises the token, and is no node's.
CREATE FUNCTION job_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO job_event (job_id, at, state, reason) VALUES (NEW.id, NEW.changed_at, NEW.state, NEW.reason);
    ELSE
        INSERT INTO job_event (job_id, at, state, node, task_id, reason, cost_micros)
        VALUES (NEW.id, NEW.changed_at, NEW.state, CASE WHEN NEW.token = OLD.token THEN coalesce(NEW.claimed_by, OLD.claimed_by) ELSE NEW.claimed_by END,
                NEW.task_id, NEW.reason, NEW.cost_micros - OLD.cost_micros);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER job_accepted AFTER INSERT ON job FOR EACH ROW EXECUTE FUNCTION job_event();
CREATE TRIGGER job_changed AFTER UPDATE OF state ON job FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION job_event();

-- Slots and spend move in the very statement that moves the job, so no crash can part them.
-- What is bought always counts, also on a clock that was set back a day; what is charged or given back only on the day it was bought.
-- Always the account's row before the watch's.
CREATE FUNCTION job_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET
        in_flight    = in_flight + NEW.slot - OLD.slot,
        submitting   = submitting + (NEW.state = 'SUBMITTING')::int - (OLD.state = 'SUBMITTING')::int,
        spent_micros = CASE WHEN NEW.bought_day > day THEN 0 ELSE spent_micros END
                     + CASE WHEN NEW.bought_day >= day OR NEW.bought > OLD.bought THEN NEW.cost_micros - OLD.cost_micros ELSE 0 END,
        tasks        = CASE WHEN NEW.bought_day > day THEN 0 ELSE tasks END
                     + CASE WHEN NEW.bought_day >= day OR NEW.bought > OLD.bought THEN NEW.bought - OLD.bought ELSE 0 END,
        day          = greatest(day, coalesce(NEW.bought_day, ''))
    WHERE name = NEW.account;
    UPDATE watch SET
        bought_at    = CASE WHEN NEW.state = 'SUBMITTING' THEN NEW.submitted_at ELSE bought_at END,
        spent_micros = CASE WHEN NEW.bought_day > day THEN 0 ELSE spent_micros END
                     + CASE WHEN NEW.bought_day >= day OR NEW.bought > OLD.bought THEN NEW.cost_micros - OLD.cost_micros ELSE 0 END,
        tasks        = CASE WHEN NEW.bought_day > day THEN 0 ELSE tasks END
                     + CASE WHEN NEW.bought_day >= day OR NEW.bought > OLD.bought THEN NEW.bought - OLD.bought ELSE 0 END,
        day          = greatest(day, coalesce(NEW.bought_day, ''))
    WHERE name = NEW.watch;
    RETURN NULL;
END $$;

CREATE TRIGGER job_counted AFTER UPDATE OF slot, cost_micros, bought, state ON job FOR EACH ROW
WHEN (OLD.slot <> NEW.slot OR OLD.cost_micros <> NEW.cost_micros OR OLD.bought <> NEW.bought OR (OLD.state = 'SUBMITTING') <> (NEW.state = 'SUBMITTING'))
EXECUTE FUNCTION job_counted();

-- Named so that it fires last: whoever waits for its row has the account's and the watch's already.
CREATE FUNCTION job_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ending (watch, account, state, jobs) VALUES (NEW.watch, NEW.account, NEW.state, 1)
    ON CONFLICT (watch, account, state) DO UPDATE SET jobs = ending.jobs + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER job_ended AFTER UPDATE OF state ON job FOR EACH ROW
WHEN (OLD.state <> NEW.state AND NEW.state IN ('DELIVERED', 'REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT'))
EXECUTE FUNCTION job_ended();
CREATE TRIGGER job_ended_at_once AFTER INSERT ON job FOR EACH ROW WHEN (NEW.state = 'REJECTED') EXECUTE FUNCTION job_ended();
