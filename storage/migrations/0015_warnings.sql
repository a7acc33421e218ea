-- Warnings: that a deadline is near or has passed, each told to somebody once.

CREATE TABLE warning (
  mission       text NOT NULL,
  case_uid      uuid NOT NULL,
  uid           uuid NOT NULL,
  kind          smallint NOT NULL,
  rule          text NOT NULL,
  run           integer NOT NULL,
  warning_rule  text NOT NULL,
  due_time      timestamptz NOT NULL,
  recipient     text NOT NULL,
  raise_time    timestamptz NOT NULL,
  seen_by       text,
  seen_time     timestamptz,
  withdraw_time timestamptz,
  version       integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, uid),
  CONSTRAINT warning_case FOREIGN KEY (mission, case_uid) REFERENCES case_file,
  CONSTRAINT warning_once UNIQUE (mission, case_uid, rule, run, warning_rule, recipient, due_time),
  CONSTRAINT warning_seen CHECK ((seen_by IS NULL) = (seen_time IS NULL))
);
COMMENT ON COLUMN warning.kind IS 'Number of the proto enum WarningKind.';
COMMENT ON COLUMN warning.warning_rule IS 'Which of the warnings that the rule names, by its id.';
COMMENT ON COLUMN warning.due_time IS 'When the deadline was due as it was warned of: due at another time, it is warned of anew.';
COMMENT ON COLUMN warning.recipient IS 'assignee: whoever is at the moment; otherwise a role, whoever holds it at the mission.';
COMMENT ON COLUMN warning.withdraw_time IS 'Since when it holds no more, because the deadline does not run, or is due at another time.';
-- What waits, for a mission's list and for each person's own.
CREATE INDEX warning_waiting ON warning (mission, due_time) WHERE seen_time IS NULL AND withdraw_time IS NULL;
CREATE INDEX warning_told ON warning (mission, recipient, due_time) WHERE seen_time IS NULL AND withdraw_time IS NULL;

CREATE FUNCTION audit_state(w warning) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(w.mission, w.case_uid, w.uid, w.kind, w.rule, w.run, w.warning_rule, w.due_time, w.recipient, w.raise_time,
                  w.seen_by, w.seen_time, w.withdraw_time, w.version));
CREATE FUNCTION audit_object(w warning) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('warning', w.uid::text, w.version, audit_state(w));
REVOKE EXECUTE ON FUNCTION audit_state(warning), audit_object(warning) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_state(warning), audit_object(warning) TO arasha_server;
GRANT SELECT, INSERT, UPDATE ON warning TO arasha_server;
CALL belongs_to_cases('warning');
-- Who is told of a case may be somebody who changes none, as a supervisor is.
CREATE POLICY acknowledged ON warning FOR UPDATE TO arasha_server
  USING ((SELECT true FROM case_file c WHERE c.mission = warning.mission AND c.uid = warning.case_uid));

-- Where the job that warns stands with a deadline: its own notes, which tell nothing of the case and stand in no leaf.
ALTER TABLE deadline
  ADD COLUMN looked_due_time timestamptz,
  ADD COLUMN warn_time       timestamptz,
  ADD COLUMN warned          boolean;
COMMENT ON COLUMN deadline.looked_due_time IS 'due_time as the job that warns saw it last; NULL if it never did, or saw that the deadline does not run.';
COMMENT ON COLUMN deadline.warn_time IS 'When the next warning is to be given, of looked_due_time; NULL if none is left.';
COMMENT ON COLUMN deadline.warned IS 'Warnings were given that would have to be withdrawn if it ran no more; NULL and false alike: there are none.';
-- When the job is to look at it: at once if that is new, was moved, or runs no more and was warned of.
CREATE INDEX deadline_look ON deadline (
  (CASE WHEN met_time IS NULL AND stop_time IS NULL AND paused_since IS NULL AND isfinite(due_time)
        THEN CASE WHEN looked_due_time = due_time THEN warn_time ELSE '-infinity'::timestamptz END
        WHEN warned THEN '-infinity'::timestamptz END))
  WHERE (CASE WHEN met_time IS NULL AND stop_time IS NULL AND paused_since IS NULL AND isfinite(due_time)
              THEN CASE WHEN looked_due_time = due_time THEN warn_time ELSE '-infinity'::timestamptz END
              WHEN warned THEN '-infinity'::timestamptz END) IS NOT NULL;

-- The deadlines that the job is to look at by a moment, those first that have waited for longest. For that job alone,
-- which the label says.
CREATE FUNCTION deadlines_to_look_at(until timestamptz, most integer)
RETURNS TABLE (mission text, case_uid uuid, type text, type_version integer, host_state text, rule text, run integer,
               start_time timestamptz, due_time timestamptz, runs boolean, warned boolean, look_time timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.mission, d.case_uid, c.type, c.type_version, c.host_state, d.rule, d.run::integer, d.start_time, d.due_time,
    d.met_time IS NULL AND d.stop_time IS NULL AND d.paused_since IS NULL AND isfinite(d.due_time), coalesce(d.warned, false), d.look_time
  FROM (
    SELECT l.*, CASE WHEN met_time IS NULL AND stop_time IS NULL AND paused_since IS NULL AND isfinite(due_time)
                     THEN CASE WHEN looked_due_time = due_time THEN warn_time ELSE '-infinity'::timestamptz END
                     WHEN warned THEN '-infinity'::timestamptz END AS look_time
    FROM deadline l
    WHERE 'warn' = ANY ((SELECT access_labels())::text[])
      AND CASE WHEN met_time IS NULL AND stop_time IS NULL AND paused_since IS NULL AND isfinite(due_time)
               THEN CASE WHEN looked_due_time = due_time THEN warn_time ELSE '-infinity'::timestamptz END
               WHEN warned THEN '-infinity'::timestamptz END < until
    ORDER BY look_time LIMIT most) AS d
  JOIN case_file c ON c.mission = d.mission AND c.uid = d.case_uid
  ORDER BY d.look_time, d.mission, d.case_uid, d.rule, d.run
$$;

-- Writes down that the job has looked, at deadlines of whatever cases. They are locked in one order first, so that two
-- who do it at once wait for each other and do not die.
CREATE FUNCTION note_looked(notes jsonb) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH locked AS (
    SELECT d.mission, d.case_uid, d.rule, d.run
    FROM deadline d JOIN jsonb_populate_recordset(NULL::deadline, notes) AS n USING (mission, case_uid, rule, run)
    WHERE 'warn' = ANY ((SELECT access_labels())::text[])
    ORDER BY d.mission, d.case_uid, d.rule, d.run
    FOR NO KEY UPDATE OF d
  ), noted AS (
    UPDATE deadline d SET looked_due_time = n.looked_due_time, warn_time = n.warn_time, warned = n.warned
    FROM locked JOIN jsonb_populate_recordset(NULL::deadline, notes) AS n USING (mission, case_uid, rule, run)
    WHERE d.mission = n.mission AND d.case_uid = n.case_uid AND d.rule = n.rule AND d.run = n.run
    RETURNING 1)
  SELECT count(*) FROM noted
$$;
REVOKE EXECUTE ON FUNCTION deadlines_to_look_at(timestamptz, integer), note_looked(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deadlines_to_look_at(timestamptz, integer), note_looked(jsonb) TO arasha_server;

-- Another version of the type may warn of the same deadlines otherwise.
CREATE FUNCTION look_at_deadlines_anew() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE deadline SET looked_due_time = NULL WHERE mission = NEW.mission AND case_uid = NEW.uid;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION look_at_deadlines_anew() FROM PUBLIC;
CREATE TRIGGER look_at_deadlines_anew AFTER UPDATE ON case_file FOR EACH ROW
  WHEN (OLD.type_version <> NEW.type_version) EXECUTE FUNCTION look_at_deadlines_anew();

INSERT INTO job (name, role) VALUES ('give_warnings', 'arasha_server');
