-- Reminders: what somebody wants to be told of again at a time, on a case.

CREATE TABLE reminder (
  mission      text NOT NULL,
  case_uid     uuid NOT NULL,
  uid          uuid NOT NULL,
  sealed       bytea NOT NULL,
  due_time     timestamptz NOT NULL,
  assignee     text NOT NULL REFERENCES principal,
  created_by   text NOT NULL,
  create_time  timestamptz NOT NULL,
  resolved_by  text,
  resolve_time timestamptz,
  version      integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, uid),
  CONSTRAINT reminder_case FOREIGN KEY (mission, case_uid) REFERENCES case_file,
  CONSTRAINT reminder_resolved CHECK ((resolved_by IS NULL) = (resolve_time IS NULL))
);
COMMENT ON COLUMN reminder.sealed IS 'The personal fields of arasha.v1.Reminder, sealed under a key of the case.';
COMMENT ON COLUMN reminder.assignee IS 'Who is reminded.';
-- What waits, for a mission's list and for each person's own.
CREATE INDEX reminder_waiting ON reminder (mission, due_time) WHERE resolve_time IS NULL;
CREATE INDEX reminder_of_person ON reminder (assignee, due_time) WHERE resolve_time IS NULL;

CREATE FUNCTION audit_state(r reminder) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(r.mission, r.case_uid, r.uid, r.sealed, r.due_time, r.assignee, r.created_by, r.create_time,
                  r.resolved_by, r.resolve_time, r.version));
CREATE FUNCTION audit_object(r reminder) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('reminder', r.uid::text, r.version, audit_state(r));
REVOKE EXECUTE ON FUNCTION audit_state(reminder), audit_object(reminder) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_state(reminder), audit_object(reminder) TO arasha_server;
GRANT SELECT, INSERT, UPDATE ON reminder TO arasha_server;
CALL belongs_to_cases('reminder');
