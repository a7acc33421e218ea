-- What readers of the log read beyond its own tables. Auditors see no case, so that these functions look for them,
-- past row-level security, and tell nothing to others; heads are told numbers of their missions' cases, and shown
-- leaves of those that they see.

-- What somebody did, and what was refused, without reading all of the log.
CREATE INDEX audit_leaf_actor ON audit_leaf (actor, leaf_id);
CREATE INDEX audit_leaf_denied ON audit_leaf (leaf_id) WHERE decision = 'denied';

CREATE FUNCTION require_log_reader(of_mission text DEFAULT NULL) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT ARRAY['log', 'l:' || of_mission, CASE WHEN of_mission IS NOT NULL THEN 'l:*' END] && access_labels() THEN
    RAISE EXCEPTION 'the context does not read the log' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- The case of a number, and the number of a case.
CREATE FUNCTION audit_case_uid(of_mission text, of_year integer, of_serial integer) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM require_log_reader(of_mission);
  RETURN (SELECT c.uid FROM case_file c WHERE c.mission = of_mission AND c.year = of_year AND c.serial = of_serial);
END $$;
CREATE FUNCTION audit_case_number(of_mission text, of_uid uuid) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF of_mission IS NULL THEN RETURN NULL; END IF;
  PERFORM require_log_reader(of_mission);
  RETURN (SELECT ARRAY[c.year, c.serial] FROM case_file c WHERE c.mission = of_mission AND c.uid = of_uid);
END $$;

-- A leaf id that the leaves from this moment on are not below, within the hour by which clocks may disagree:
-- where to begin, since there is no index over time. Halves the ids until it is found.
CREATE FUNCTION audit_leaf_from(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public AS $$
DECLARE
  low bigint := 0;
  high bigint := coalesce((SELECT max(leaf_id) FROM audit_leaf), 0) + 1;
  middle bigint;
  found timestamptz;
BEGIN
  WHILE low < high LOOP
    middle := (low + high) / 2;
    SELECT occurred_time INTO found FROM audit_leaf WHERE leaf_id >= middle ORDER BY leaf_id LIMIT 1;
    IF found < moment - interval '1 hour' THEN
      low := middle + 1;
    ELSE
      high := middle;
    END IF;
  END LOOP;
  RETURN low;
END $$;

-- The exact states of rows of one kind, as audit_object() names it, in the order of their primary keys: up to
-- `count` after the row whose place is `after`, an empty array for the first. What is personal in them is sealed.
CREATE FUNCTION audit_rows(kind text, after text[], count integer)
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

REVOKE EXECUTE ON FUNCTION require_log_reader(text), audit_case_uid(text, integer, integer), audit_case_number(text, uuid),
  audit_leaf_from(timestamptz), audit_rows(text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_case_uid(text, integer, integer), audit_case_number(text, uuid),
  audit_leaf_from(timestamptz), audit_rows(text, text[], integer) TO arasha_server;
