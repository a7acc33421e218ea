-- Jobs: work that is done again and again, by whichever process has time and by one at a time.

CREATE TABLE job (
  name          text PRIMARY KEY CONSTRAINT job_name_form CHECK (name ~ '^[a-z]+(_[a-z]+)*$'),
  role          text NOT NULL,
  next_run_time timestamptz NOT NULL DEFAULT now(),
  leased_by     text,
  leased_until  timestamptz,
  start_time    timestamptz,
  end_time      timestamptz,
  success_time  timestamptz,
  outcome       text CONSTRAINT job_outcome_known CHECK (outcome IN ('done', 'failed')),
  failures      integer NOT NULL DEFAULT 0,
  pieces        bigint NOT NULL DEFAULT 0,
  CONSTRAINT job_lease CHECK ((leased_by IS NULL) = (leased_until IS NULL))
);
COMMENT ON TABLE job IS 'Work that is done again and again: who does it now, when it is due, and what came of the last run. A row for each job, made here.';
COMMENT ON COLUMN job.role IS 'The role of PostgreSQL that does it, which alone may take it: a job gets no right that its process lacks.';
COMMENT ON COLUMN job.leased_by IS 'The process that runs it, until leased_until; who finds the lease expired takes over.';
COMMENT ON COLUMN job.outcome IS 'Of the last run that came to an end; NULL before the first.';
COMMENT ON COLUMN job.failures IS 'Runs that failed since the last that did not; the more, the longer the job rests.';
COMMENT ON COLUMN job.pieces IS 'How much the run under way has done, or the last one did: answers, reports or cases.';

INSERT INTO job (name, role) VALUES
  ('erase_cases', 'arasha_owner'),
  ('forget_answers', 'arasha_server'),
  ('order_scheduled_reports', 'arasha_reporter');

GRANT SELECT, UPDATE (next_run_time, leased_by, leased_until, start_time, end_time, success_time, outcome, failures, pieces)
  ON job TO arasha_server, arasha_reporter;
ALTER TABLE job ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON job TO arasha_server, arasha_reporter USING (role = current_user);
