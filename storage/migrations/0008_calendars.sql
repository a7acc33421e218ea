-- Work calendars: on which days states rest, and by which of them the working days of a deadline were counted.

CREATE TABLE calendar (
  state      text NOT NULL CONSTRAINT calendar_state_form CHECK (state ~ '^[A-Z]{2}$'),
  version    integer NOT NULL CONSTRAINT calendar_version_positive CHECK (version > 0),
  definition text NOT NULL,
  apply_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (state, version)
);
COMMENT ON TABLE calendar IS 'On which days states rest: arasha.catalogue.v1.Calendar as text proto, one row a version, never changed. The newest counts.';
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON calendar FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON calendar TO arasha_server;

CREATE FUNCTION audit_state(c calendar) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(c.state, c.version, c.definition, c.apply_time));
CREATE FUNCTION audit_key(c calendar) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
  RETURN c.state || '@' || c.version::text;
-- Kind "calendar", of no case.
CREATE FUNCTION audit_object(c calendar) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('calendar', audit_key(c), 1, audit_state(c));
REVOKE EXECUTE ON FUNCTION audit_state(calendar), audit_key(calendar), audit_object(calendar) FROM PUBLIC;

ALTER TABLE deadline ADD COLUMN calendars text[];
COMMENT ON COLUMN deadline.calendars IS 'The calendars by which its working days were counted, as KZ@1; NULL where there are none.';

-- The exact states of rows of one kind, as audit_object() names it, in the order of their primary keys: up to
-- `count` after the row whose place is `after`, an empty array for the first. What is personal in them is sealed.
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

-- Once a newer version of a calendar stands, running deadlines that were counted by an older one are counted anew.
INSERT INTO job (name, role) VALUES ('recount_deadlines', 'arasha_server');
CREATE INDEX deadline_counted ON deadline (mission, case_uid)
  WHERE calendars IS NOT NULL AND met_time IS NULL AND stop_time IS NULL;
