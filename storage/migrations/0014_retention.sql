-- Erasure lists: what is due to be erased at a mission, drawn up, signed by one person and approved by another. Without
-- one, nothing is erased because its time is over.

CREATE TABLE erasure_list (
  uid          uuid PRIMARY KEY,
  mission      text NOT NULL REFERENCES mission,
  state        text NOT NULL CONSTRAINT erasure_list_state CHECK (state IN ('drawn', 'signed', 'approved', 'done', 'replaced')),
  sealed       bytea,
  case_count   integer NOT NULL,
  kept_count   integer NOT NULL,
  erased_count integer NOT NULL,
  reason_count integer NOT NULL DEFAULT 0,
  keep_until   timestamptz,
  drawn_by     text NOT NULL REFERENCES principal,
  draw_time    timestamptz NOT NULL,
  signed_by    text REFERENCES principal,
  sign_time    timestamptz,
  approved_by  text REFERENCES principal,
  approve_time timestamptz,
  finish_time  timestamptz,
  version      integer NOT NULL DEFAULT 1,
  CONSTRAINT erasure_list_signed CHECK ((signed_by IS NULL) = (sign_time IS NULL)),
  CONSTRAINT erasure_list_two_persons CHECK (approved_by IS NULL OR approved_by <> signed_by),
  CONSTRAINT erasure_list_approved CHECK ((state IN ('approved', 'done')) = (approve_time IS NOT NULL)
                                          AND (approved_by IS NULL) = (approve_time IS NULL)
                                          AND (approved_by IS NULL OR signed_by IS NOT NULL)),
  CONSTRAINT erasure_list_done CHECK ((state = 'done') = (finish_time IS NOT NULL))
);
COMMENT ON COLUMN erasure_list.sealed IS 'The items of arasha.v1.ErasureList, why some are kept longer among them, sealed under the server key "register".';
COMMENT ON COLUMN erasure_list.reason_count IS 'Of how many cases it still says why they are kept longer; a reason is emptied with its case.';
COMMENT ON COLUMN erasure_list.keep_until IS 'Until when the last of the cases that are kept longer is kept.';
CREATE INDEX erasure_list_of_mission ON erasure_list (mission, draw_time, uid);
-- One list of a mission waits to be approved, so that what is kept on it is not erased by another.
CREATE UNIQUE INDEX erasure_list_waiting ON erasure_list (mission) WHERE state IN ('drawn', 'signed');
CREATE INDEX erasure_list_to_do ON erasure_list (approve_time) WHERE state = 'approved';
CREATE INDEX erasure_list_with_reasons ON erasure_list (uid) WHERE reason_count > 0;

CREATE FUNCTION audit_state(l erasure_list) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(l.uid, l.mission, l.state, l.sealed, l.case_count, l.kept_count, l.erased_count, l.reason_count,
                  l.keep_until, l.drawn_by, l.draw_time, l.signed_by, l.sign_time, l.approved_by, l.approve_time,
                  l.finish_time, l.version));
-- Kind "erasure_list", of no case.
CREATE FUNCTION audit_object(l erasure_list) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('erasure_list', l.uid::text, l.version, audit_state(l));
REVOKE EXECUTE ON FUNCTION audit_state(erasure_list), audit_object(erasure_list) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_state(erasure_list), audit_object(erasure_list) TO arasha_server;

-- Drawn, signed and approved at the mission, by who says so; finished by the owner alone. A list that is approved
-- stays as it is.
GRANT SELECT, INSERT, UPDATE ON erasure_list TO arasha_server;
ALTER TABLE erasure_list ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON erasure_list FOR SELECT TO arasha_server
  USING (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels()));
CREATE POLICY drawn ON erasure_list FOR INSERT TO arasha_server
  WITH CHECK (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels())
              AND state = 'drawn' AND drawn_by = ANY ((SELECT access_labels())::text[]));
CREATE POLICY changed ON erasure_list FOR UPDATE TO arasha_server
  USING (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels()) AND state IN ('drawn', 'signed'))
  WITH CHECK (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels())
              AND CASE state WHEN 'drawn' THEN true
                             WHEN 'signed' THEN signed_by = ANY ((SELECT access_labels())::text[])
                             WHEN 'approved' THEN approved_by = ANY ((SELECT access_labels())::text[])
                             ELSE state = 'replaced' END);

-- As before, with erasure lists.
CREATE OR REPLACE FUNCTION audit_rows(kind text, after text[], count integer)
RETURNS TABLE (case_uid uuid, key text, version integer, state bytea, place text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
  -- Before every row, rather than a condition of its own, which would keep the indexes from being used.
  first text := coalesce(after[1], '');
  nil text := '00000000-0000-0000-0000-000000000000';
BEGIN
  PERFORM require_log_reader();
  CASE kind
    WHEN 'case' THEN RETURN QUERY
      SELECT r.uid, r.uid::text, r.version, audit_state(r), ARRAY[r.mission, r.uid::text] FROM case_file r
      WHERE (r.mission, r.uid) > (first, coalesce(after[2], nil)::uuid)
      ORDER BY r.mission, r.uid LIMIT count;
    WHEN 'entry' THEN RETURN QUERY
      SELECT r.case_uid, r.uid::text, 1, audit_state(r),
             ARRAY[r.mission, r.case_uid::text, r.happened_time::text, r.uid::text] FROM entry r
      WHERE (r.mission, r.case_uid, r.happened_time, r.uid) >
            (first, coalesce(after[2], nil)::uuid, coalesce(after[3], '-infinity')::timestamptz, coalesce(after[4], nil)::uuid)
      ORDER BY r.mission, r.case_uid, r.happened_time, r.uid LIMIT count;
    WHEN 'deadline' THEN RETURN QUERY
      SELECT r.case_uid, audit_key(r), r.version, audit_state(r),
             ARRAY[r.mission, r.case_uid::text, r.rule, r.run::text] FROM deadline r
      WHERE (r.mission, r.case_uid, r.rule, r.run) >
            (first, coalesce(after[2], nil)::uuid, coalesce(after[3], ''), coalesce(after[4], '0')::smallint)
      ORDER BY r.mission, r.case_uid, r.rule, r.run LIMIT count;
    WHEN 'grant' THEN RETURN QUERY
      SELECT r.case_uid, r.uid::text, r.version, audit_state(r), ARRAY[r.uid::text] FROM access_grant r
      WHERE r.uid > coalesce(after[1], nil)::uuid
      ORDER BY r.uid LIMIT count;
    WHEN 'mission' THEN RETURN QUERY
      SELECT NULL::uuid, r.code, r.version, audit_state(r), ARRAY[r.code] FROM mission r
      WHERE r.code > first ORDER BY r.code LIMIT count;
    WHEN 'principal' THEN RETURN QUERY
      SELECT NULL::uuid, r.name, r.version, audit_state(r), ARRAY[r.name] FROM principal r
      WHERE r.name > first ORDER BY r.name LIMIT count;
    WHEN 'role' THEN RETURN QUERY
      SELECT NULL::uuid, audit_key(r), r.version, audit_state(r), ARRAY[r.principal, r.role, r.mission] FROM role_grant r
      WHERE (r.principal, r.role, r.mission) > (first, coalesce(after[2], ''), coalesce(after[3], ''))
      ORDER BY r.principal, r.role, r.mission LIMIT count;
    WHEN 'certificate' THEN RETURN QUERY
      SELECT NULL::uuid, audit_key(r), 1, audit_state(r), ARRAY[audit_key(r)] FROM revoked_certificate r
      WHERE r.fingerprint > decode(first, 'hex') ORDER BY r.fingerprint LIMIT count;
    WHEN 'case_type' THEN RETURN QUERY
      SELECT NULL::uuid, audit_key(r), 1, audit_state(r), ARRAY[r.id, r.version::text] FROM case_type r
      WHERE (r.id, r.version) > (first, coalesce(after[2], '0')::integer) ORDER BY r.id, r.version LIMIT count;
    WHEN 'calendar' THEN RETURN QUERY
      SELECT NULL::uuid, audit_key(r), 1, audit_state(r), ARRAY[r.state, r.version::text] FROM calendar r
      WHERE (r.state, r.version) > (first, coalesce(after[2], '0')::integer) ORDER BY r.state, r.version LIMIT count;
    WHEN 'erasure_list' THEN RETURN QUERY
      SELECT NULL::uuid, r.uid::text, r.version, audit_state(r), ARRAY[r.uid::text] FROM erasure_list r
      WHERE r.uid > coalesce(after[1], nil)::uuid
      ORDER BY r.uid LIMIT count;
    WHEN 'data_key' THEN RETURN QUERY
      SELECT r.case_uid, audit_key(r), r.version, audit_state(r), ARRAY[r.mission, r.case_uid::text, r.uid::text] FROM data_key r
      WHERE (r.mission, r.case_uid, r.uid) > (first, coalesce(after[2], nil)::uuid, coalesce(after[3], nil)::uuid)
      ORDER BY r.mission, r.case_uid, r.uid LIMIT count;
    WHEN 'index' THEN RETURN QUERY
      SELECT r.case_uid, r.source::text, r.version, audit_state(r), ARRAY[r.mission, r.case_uid::text, r.source::text]
      FROM case_index r
      WHERE (r.mission, r.case_uid, r.source) > (first, coalesce(after[2], nil)::uuid, coalesce(after[3], nil)::uuid)
      ORDER BY r.mission, r.case_uid, r.source LIMIT count;
    WHEN 'counter' THEN RETURN QUERY
      SELECT NULL::uuid, audit_key(r), r.last, audit_state(r), ARRAY[r.mission, r.year::text] FROM case_counter r
      WHERE (r.mission, r.year) > (first, coalesce(after[2], '0')::smallint) ORDER BY r.mission, r.year LIMIT count;
    WHEN 'server_key' THEN RETURN QUERY
      SELECT NULL::uuid, r.name, r.version, audit_state(r), ARRAY[r.name] FROM server_key r
      WHERE r.name > first ORDER BY r.name LIMIT count;
    WHEN 'context_key' THEN RETURN QUERY
      SELECT NULL::uuid, 'context', 1, audit_state(r), ARRAY['context'] FROM context_key r WHERE first = '' LIMIT count;
    WHEN 'request' THEN RETURN QUERY
      SELECT NULL::uuid, audit_key(r), 1, audit_state(r), ARRAY[r.principal, r.request_id::text] FROM request r
      WHERE (r.principal, r.request_id) > (first, coalesce(after[2], nil)::uuid)
      ORDER BY r.principal, r.request_id LIMIT count;
    -- What lists would show, and the tree does not hold.
    WHEN 'leaf' THEN RETURN QUERY
      SELECT NULL::uuid, r.leaf_id::text, 1, r.leaf_data, ARRAY[r.leaf_id::text] FROM audit_leaf r
      WHERE r.leaf_id > coalesce(after[1], '0')::bigint
        AND NOT EXISTS (SELECT 1 FROM audit_sequence s WHERE s.leaf_id = r.leaf_id)
        AND NOT EXISTS (SELECT 1 FROM audit_pending q WHERE q.leaf_id = r.leaf_id)
      ORDER BY r.leaf_id LIMIT count;
    -- What is within cases, and called in the log as its table is: parties, approvals and what came later.
    ELSE RETURN QUERY EXECUTE format($sql$
      SELECT r.case_uid, r.uid::text, r.version, audit_state(r), ARRAY[r.mission, r.case_uid::text, r.uid::text] FROM %I r
      WHERE (r.mission, r.case_uid, r.uid) > ($1, $2, $3)
      ORDER BY r.mission, r.case_uid, r.uid LIMIT $4$sql$, kind)
      USING first, coalesce(after[2], nil)::uuid, coalesce(after[3], nil)::uuid, count;
  END CASE;
END $$;
