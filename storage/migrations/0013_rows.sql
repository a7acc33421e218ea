-- Rows: what a case has several of, by the groups of its type: hearings, heirs, the crew.

CREATE TABLE group_row (
  mission     text NOT NULL,
  case_uid    uuid NOT NULL,
  uid         uuid NOT NULL,
  row_group   text NOT NULL,
  sealed      bytea,
  create_time timestamptz NOT NULL,
  update_time timestamptz,
  remove_time timestamptz,
  version     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mission, case_uid, uid),
  CONSTRAINT group_row_case FOREIGN KEY (mission, case_uid) REFERENCES case_file
);
COMMENT ON COLUMN group_row.row_group IS 'Id of the group in the case''s type.';
COMMENT ON COLUMN group_row.sealed IS 'The personal fields of arasha.v1.Row, sealed under a key of the case.';

CREATE FUNCTION audit_state(r group_row) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(r.mission, r.case_uid, r.uid, r.row_group, r.sealed, r.create_time, r.update_time, r.remove_time,
                  r.version));
CREATE FUNCTION audit_object(r group_row) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('group_row', r.uid::text, r.version, audit_state(r));
REVOKE EXECUTE ON FUNCTION audit_state(group_row), audit_object(group_row) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_state(group_row), audit_object(group_row) TO arasha_server;
GRANT SELECT, INSERT, UPDATE ON group_row TO arasha_server;
CALL belongs_to_cases('group_row');

-- The same view, with the rows that are on the case; what is not selected costs nothing.
CREATE OR REPLACE VIEW full_case WITH (security_barrier) AS
SELECT c AS row, c.mission, c.uid, c.year, c.serial, c.labels, c.erase_time,
  (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.create_time, p.uid) FILTER (WHERE p.remove_time IS NULL), '[]')
   FROM party p WHERE p.mission = c.mission AND p.case_uid = c.uid) AS parties,
  (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.create_time, p.uid), '[]')
   FROM party p WHERE p.mission = c.mission AND p.case_uid = c.uid) AS parties_ever,
  -- Role 2 is SUBJECT.
  (SELECT json_build_object('uid', p.uid, 'sealed', p.sealed)
   FROM party p WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.remove_time IS NULL AND p.role = 2
   ORDER BY p.create_time, p.uid LIMIT 1) AS subject,
  (SELECT coalesce(json_agg(row_to_json(d) ORDER BY d.due_time, d.rule), '[]')
   FROM deadline d WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.due_time < 'infinity') AS deadlines,
  -- FILTER keeps the planner from walking along all that is due at the mission until it meets the case.
  (SELECT (array_agg(json_build_array(d.due_time, d.rule) ORDER BY d.due_time, d.rule)
           FILTER (WHERE d.met_time IS NULL AND d.stop_time IS NULL AND d.paused_since IS NULL
                     AND d.due_time < 'infinity'))[1]
   FROM deadline d WHERE d.mission = c.mission AND d.case_uid = c.uid) AS next_due,
  (SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped) ORDER BY k.uid), '[]')
   FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid) AS keys,
  -- The one on which nobody decided, also if its time is over.
  (SELECT row_to_json(a)
   FROM approval a WHERE a.mission = c.mission AND a.case_uid = c.uid AND a.decide_time IS NULL
     AND a.case_version = c.version) AS proposal,
  (SELECT coalesce(json_agg(row_to_json(r) ORDER BY r.create_time, r.uid), '[]')
   FROM group_row r WHERE r.mission = c.mission AND r.case_uid = c.uid AND r.remove_time IS NULL) AS rows
FROM case_file c
WHERE CASE WHEN c.labels && (SELECT access_labels()) THEN true END;
