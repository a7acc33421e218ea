-- Reports: what was ordered, how far it is, the files made, and what is made again each week or month.
-- A report holds metadata of the register and of staff, no case's content. The one on exceptions holds why somebody took
-- emergency access and what its review found, so files are sealed.

CREATE TABLE report (
  uid             uuid PRIMARY KEY,
  kind            text NOT NULL,
  mission         text REFERENCES mission,
  parameters      jsonb NOT NULL,
  language        text NOT NULL CONSTRAINT report_language_known CHECK (language IN ('kk', 'ru', 'en')),
  start_time      timestamptz NOT NULL,
  end_time        timestamptz NOT NULL,
  audience        text NOT NULL,
  requested_by    text NOT NULL,
  schedule        uuid,
  create_time     timestamptz NOT NULL,
  state           text NOT NULL DEFAULT 'queued' CONSTRAINT report_state_known
                    CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress        smallint NOT NULL DEFAULT 0 CONSTRAINT report_progress_percent CHECK (progress BETWEEN 0 AND 100),
  leased_by       text,
  leased_until    timestamptz,
  attempts        smallint NOT NULL DEFAULT 0,
  finish_time     timestamptz,
  origin          text,
  checkpoint_size bigint NOT NULL DEFAULT 0,
  files           jsonb,
  CONSTRAINT report_period CHECK (start_time < end_time),
  CONSTRAINT report_of_schedule UNIQUE (schedule, end_time)
);
COMMENT ON TABLE report IS 'A report, which is the long-running operation that makes it.';
COMMENT ON COLUMN report.mission IS 'The one mission it is about; NULL when about several, or about a person or a case.';
COMMENT ON COLUMN report.parameters IS 'Scope beyond the mission: officer, case, case_uid, person, time_zone.';
COMMENT ON COLUMN report.audience IS 'Label of those who may read it, "r:IST" or "a:*", or the name of the head who ordered it (services/rules/access/access.h); whoever holds it for all missions may too.';
COMMENT ON COLUMN report.schedule IS 'The report_schedule that ordered it.';
COMMENT ON COLUMN report.leased_by IS 'The server process that works on it, until leased_until; who finds the lease expired takes over.';
COMMENT ON COLUMN report.attempts IS 'How often a server took it; one that nobody can finish fails.';
COMMENT ON COLUMN report.checkpoint_size IS 'Of the log `origin`, at which it was made; 0 until it is done.';
COMMENT ON COLUMN report.files IS 'Name, format, size and SHA-256 of each file of a report that is done.';
CREATE INDEX report_newest ON report (create_time DESC, uid DESC);
CREATE INDEX report_waiting ON report (create_time) WHERE state IN ('queued', 'running');

CREATE TABLE report_file (
  report  uuid NOT NULL CONSTRAINT report_file_report REFERENCES report,
  name    text NOT NULL,
  part    integer NOT NULL,
  content bytea NOT NULL CONSTRAINT report_file_part_size CHECK (octet_length(content) <= 1048576 + 45),
  PRIMARY KEY (report, name, part)
);
COMMENT ON TABLE report_file IS 'The files in parts of one MiB, the last one shorter, each sealed under the server key "register".';
ALTER TABLE report_file ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE report_schedule (
  uid          uuid PRIMARY KEY,
  kind         text NOT NULL,
  mission      text REFERENCES mission,
  parameters   jsonb NOT NULL,
  language     text NOT NULL CONSTRAINT report_schedule_language_known CHECK (language IN ('kk', 'ru', 'en')),
  interval     text NOT NULL CONSTRAINT report_schedule_interval_known CHECK (interval IN ('week', 'month')),
  audience     text NOT NULL,
  requested_by text NOT NULL,
  create_time  timestamptz NOT NULL,
  next_time    timestamptz NOT NULL,
  end_time     timestamptz
);
COMMENT ON TABLE report_schedule IS 'Reports that are ordered by themselves, for the week or month that has just ended.';
COMMENT ON COLUMN report_schedule.next_time IS 'End of the next period, at which its report is ordered; midnight in the time zone of the parameters.';
CREATE INDEX report_schedule_due ON report_schedule (next_time) WHERE end_time IS NULL;

-- Calls order, cancel and read; the reporter works.
GRANT SELECT, INSERT, UPDATE ON report, report_schedule TO arasha_server;
GRANT SELECT ON report_file TO arasha_server;
GRANT SELECT, INSERT, UPDATE ON report TO arasha_reporter;
GRANT SELECT, INSERT, DELETE ON report_file TO arasha_reporter;
GRANT SELECT, UPDATE ON report_schedule TO arasha_reporter;
-- Whom a meeting or a visit was with, as an opaque uid whose role the reporter may see.
GRANT SELECT (party_uid) ON entry TO arasha_reporter;

ALTER TABLE report ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON report FOR SELECT TO arasha_server USING (ARRAY[audience, left(audience, 2) || '*'] && (SELECT access_labels()));
CREATE POLICY ordered ON report FOR INSERT TO arasha_server
  WITH CHECK (ARRAY[audience, left(audience, 2) || '*'] && (SELECT access_labels()) AND requested_by = ANY ((SELECT access_labels())::text[]));
CREATE POLICY cancelled ON report FOR UPDATE TO arasha_server USING (ARRAY[audience, left(audience, 2) || '*'] && (SELECT access_labels()));
CREATE POLICY made ON report TO arasha_reporter USING (true);
ALTER TABLE report_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON report_file FOR SELECT TO arasha_server
  USING (EXISTS (SELECT 1 FROM report r WHERE r.uid = report_file.report));
CREATE POLICY made ON report_file TO arasha_reporter USING (true);
ALTER TABLE report_schedule ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON report_schedule FOR SELECT TO arasha_server USING (ARRAY[audience, left(audience, 2) || '*'] && (SELECT access_labels()));
CREATE POLICY ordered ON report_schedule FOR INSERT TO arasha_server
  WITH CHECK (ARRAY[audience, left(audience, 2) || '*'] && (SELECT access_labels()) AND requested_by = ANY ((SELECT access_labels())::text[]));
CREATE POLICY ended ON report_schedule FOR UPDATE TO arasha_server USING (ARRAY[audience, left(audience, 2) || '*'] && (SELECT access_labels()));
CREATE POLICY followed ON report_schedule TO arasha_reporter USING (true);
