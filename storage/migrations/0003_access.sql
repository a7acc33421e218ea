-- Who may touch what: rights of the roles, and row-level security as the second line behind the decisions
-- of services/rules/access/access.h.
--
-- The context of a statement is the setting arasha.context, local to its transaction: the caller's labels,
-- when it expires, for which backend it was made, and a MAC over these under a key that the server's role
-- cannot read. The role can set the setting to anything, and gets nothing by it.

CREATE TABLE context_key (
  inner_pad bytea NOT NULL CONSTRAINT context_key_inner_length CHECK (octet_length(inner_pad) = 64),
  outer_pad bytea NOT NULL CONSTRAINT context_key_outer_length CHECK (octet_length(outer_pad) = 64)
);
CREATE FUNCTION audit_state(k context_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(sha256(k.inner_pad), sha256(k.outer_pad)));
CREATE FUNCTION audit_object(k context_key) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql
  RETURN audit_object('context_key', 'context', 1, audit_state(k));
COMMENT ON TABLE context_key IS 'The key of HMAC-SHA256 (RFC 2104) over contexts, as its two padded blocks; the same as the server key "context". One row; none but the owner reads it.';

-- The caller's labels. SQLSTATE 42501 unless the context is whole, for this backend and not expired.
-- The setting reads: labels joined by commas, newline, seconds since 1970 until which it holds, newline,
-- process id of the backend, newline, MAC of all before this last newline in hex.
CREATE FUNCTION access_labels() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  context text := current_setting('arasha.context', true);
  parts text[] := string_to_array(context, E'\n');
  said bytea := convert_to(concat_ws(E'\n', parts[1], parts[2], parts[3]), 'UTF8');
BEGIN
  IF cardinality(parts) = 4
     AND parts[4] = (SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || said)), 'hex') FROM context_key k)
     AND parts[3]::integer = pg_backend_pid()
     AND parts[2]::bigint >= extract(epoch FROM clock_timestamp()) THEN
    RETURN string_to_array(parts[1], ',');
  END IF;
  RAISE EXCEPTION 'no valid access context' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Uids of a mission's cases in which something matches: all of the tokens in one text, or any of the
-- identifiers. Past row-level security, whose order of tests would keep the index from being used; whoever asks
-- must still see the case to learn more than its uid.
CREATE FUNCTION find_cases(of_mission text, wanted integer[], known bytea[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public AS $$
  SELECT case_uid FROM case_index WHERE mission = of_mission AND cardinality(wanted) > 0 AND tokens @> wanted
  UNION
  SELECT case_uid FROM case_index WHERE mission = of_mission AND identifiers && known
$$;

-- Uids of a mission's cases whose timeline was written to at that time or later. Likewise.
CREATE FUNCTION active_cases(of_mission text, since timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT case_uid FROM entry WHERE mission = of_mission AND record_time >= since
$$;

-- Where open cases are assigned to somebody, and how many: for whoever takes away somebody's right to act, who may
-- see none of them. Past row-level security; tells counts alone.
CREATE FUNCTION held_cases(of_principal text) RETURNS TABLE (mission text, open_cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, public AS $$
  SELECT m.code, held.open_cases FROM mission m, LATERAL (
    SELECT count(*) AS open_cases FROM case_file c WHERE c.mission = m.code AND c.assignee = of_principal AND c.open) AS held
  WHERE held.open_cases > 0 ORDER BY m.code
$$;

-- Open cases of a mission, `besides` left out, in which a party has one of the identifiers that a party here has,
-- each with that party, newest first: at most ten for each. wanted: [{"party": uid, "identifiers": ["\\x…", …]}, …].
CREATE FUNCTION also_in(of_mission text, seen_by text[], besides uuid, wanted jsonb)
RETURNS TABLE (party uuid, case_uid uuid, year smallint, serial integer)
LANGUAGE sql STABLE ROWS 10 SET search_path = pg_catalog, public AS $$
  SELECT w.party, found.* FROM jsonb_to_recordset(wanted) AS w (party uuid, identifiers bytea[]), LATERAL (
    SELECT c.uid, c.year, c.serial FROM find_cases(of_mission, '{}', w.identifiers) AS f (uid)
    JOIN case_file c ON c.mission = of_mission AND c.uid = f.uid
    WHERE c.open AND c.labels && seen_by AND c.uid IS DISTINCT FROM besides
    ORDER BY c.create_time DESC, c.uid DESC LIMIT 10) AS found
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO arasha_server, arasha_sequencer, arasha_reporter;

-- What serving calls needs.
GRANT SELECT ON mission, principal, role_grant, revoked_certificate, case_type, server_key,
  directory_version, schema_migration TO arasha_server;
GRANT INSERT, UPDATE ON principal, role_grant TO arasha_server;
GRANT INSERT ON revoked_certificate TO arasha_server;
GRANT SELECT, INSERT, UPDATE ON case_counter, case_file, party, deadline, access_grant, approval TO arasha_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_index TO arasha_server;
GRANT SELECT, INSERT ON entry, data_key TO arasha_server;
GRANT SELECT, INSERT, DELETE ON request TO arasha_server;
GRANT SELECT ON audit_leaf, audit_secret, audit_pending, audit_sequence, audit_tile, audit_checkpoint, audit_cosignature
  TO arasha_server;
GRANT EXECUTE ON FUNCTION access_labels(), directory_changed(), refuse_change(), audit_state(case_file),
  audit_state(party), audit_state(entry), audit_state(deadline), audit_state(access_grant), audit_state(approval),
  audit_object(text, text, integer, bytea), audit_object(case_file), audit_object(party), audit_object(entry),
  audit_object(deadline), audit_object(access_grant), audit_object(approval), audit_state(principal), audit_state(role_grant),
  audit_state(revoked_certificate), audit_key(role_grant), audit_key(revoked_certificate), audit_key(deadline),
  audit_object(principal), audit_object(role_grant), audit_object(revoked_certificate), find_cases(text, integer[], bytea[]),
  entries_now(text, uuid), entry_meets_now(text, uuid, text[], timestamptz, timestamptz), proposal_now(text, uuid), active_cases(text, timestamptz),
  held_cases(text),
  also_in(text, text[], uuid, jsonb),
  audit_state(data_key), audit_state(case_index), audit_state(request), audit_state(case_counter), audit_key(request),
  audit_key(data_key), audit_key(case_counter), audit_object(data_key), audit_object(case_index), audit_object(request),
  audit_object(case_counter), audit_gone(data_key), audit_gone(case_index), mend_numbers(),
  audit_append(leaf_head, text, text, uuid, bytea, bytea), audit_read(leaf_head, text, uuid, bytea), audit_grant(leaf_head, uuid),
  audit_append_reads(leaf_head[], reading[]), audit_append_denied(leaf_head, text, integer, integer)
  TO arasha_server;

-- What the sequencer needs: hashes and places, never a leaf's content.
GRANT SELECT ON schema_migration, audit_sequence, audit_tile, audit_checkpoint, audit_cosignature TO arasha_sequencer;
GRANT SELECT, DELETE ON audit_pending TO arasha_sequencer;
GRANT INSERT ON audit_sequence, audit_checkpoint, audit_cosignature TO arasha_sequencer;
GRANT INSERT, UPDATE ON audit_tile TO arasha_sequencer;
GRANT EXECUTE ON FUNCTION refuse_change() TO arasha_sequencer;

-- What reports need: every case's course, no case's content, no key, nobody's name. Of access to a case, why it was
-- given and what its review found, sealed: the server opens it for the report on exceptions.
GRANT SELECT ON mission, case_type, schema_migration, deadline, audit_leaf, audit_sequence, audit_tile, audit_checkpoint,
  audit_cosignature, role_grant TO arasha_reporter;
GRANT SELECT (name, active, clearances) ON principal TO arasha_reporter;
GRANT SELECT (mission, uid, year, serial, type, type_version, state, open, priority, assignee, host_state, sensitivity,
  compartment, received_time, create_time, created_by, update_time, close_time, erase_time, version) ON case_file TO arasha_reporter;
GRANT SELECT (mission, case_uid, uid, role, kind, create_time, remove_time) ON party TO arasha_reporter;
GRANT SELECT (mission, case_uid, uid, kind, happened_time, record_time, author, channel, in_person, direction, event,
  from_state, to_state, corrects) ON entry TO arasha_reporter;
GRANT SELECT (uid, mission, case_uid, principal, break_glass, sealed, review, granted_by, grant_time, expire_time,
  revoke_time, reviewed_by, review_time) ON access_grant TO arasha_reporter;
GRANT SELECT (mission, case_uid, uid, event, case_version, proposed_by, propose_time, expire_time, decided_by, decide_time,
  approved) ON approval TO arasha_reporter;

-- Rows. Policies compare arrays with one sub-select, which PostgreSQL evaluates once a statement, when the
-- first row asks for it. Labels are those of services/rules/access/access.h.
ALTER TABLE case_file ENABLE ROW LEVEL SECURITY;
-- CASE: see storage/cases/case_list.cc.
CREATE POLICY seen ON case_file FOR SELECT TO arasha_server
  USING (CASE WHEN labels && (SELECT access_labels()) THEN true END);
CREATE POLICY opened ON case_file FOR INSERT TO arasha_server
  WITH CHECK (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels()));
CREATE POLICY changed ON case_file FOR UPDATE TO arasha_server
  USING (labels && (SELECT access_labels()))
  WITH CHECK (ARRAY['w:' || mission, 'w:*', 'w:case:' || uid] && (SELECT access_labels()));
CREATE POLICY reported ON case_file FOR SELECT TO arasha_reporter USING (true);

-- A row of a case is seen with its case. It is inserted by whoever writes at the mission, or to the case by a
-- grant: within the statement that opens a case the case cannot be seen yet.
-- A scalar sub-select: EXISTS is sometimes answered by reading all cases into a hash table first, and a plan made
-- while they were few stays.
CREATE PROCEDURE belongs_to_cases(name text) LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  EXECUTE format($sql$
    ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON %1$I FOR SELECT TO arasha_server
      USING ((SELECT true FROM case_file c WHERE c.mission = %1$I.mission AND c.uid = %1$I.case_uid));
    CREATE POLICY added ON %1$I FOR INSERT TO arasha_server
      WITH CHECK (ARRAY['w:' || mission, 'w:*', 'w:case:' || case_uid] && (SELECT access_labels()));
    CREATE POLICY changed ON %1$I FOR UPDATE TO arasha_server
      USING (ARRAY['w:' || mission, 'w:*', 'w:case:' || case_uid] && (SELECT access_labels()));
    CREATE POLICY removed ON %1$I FOR DELETE TO arasha_server
      USING (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels()));
    CREATE POLICY reported ON %1$I FOR SELECT TO arasha_reporter USING (true);
  $sql$, name);
END $$;
REVOKE EXECUTE ON PROCEDURE belongs_to_cases(text) FROM PUBLIC;
CALL belongs_to_cases('party');
CALL belongs_to_cases('entry');
CALL belongs_to_cases('deadline');
CALL belongs_to_cases('data_key');
CALL belongs_to_cases('case_index');
CALL belongs_to_cases('approval');

-- Cases with their parts, for who reads them whole: past the policies of the parts, which ask for the case row by row.
-- Here it is asked once, and the context once for all. JSON, where a part has many rows; what is not selected costs nothing.
CREATE VIEW full_case WITH (security_barrier) AS
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
           FILTER (WHERE d.met_time IS NULL AND d.stop_time IS NULL AND d.due_time < 'infinity'))[1]
   FROM deadline d WHERE d.mission = c.mission AND d.case_uid = c.uid) AS next_due,
  (SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped) ORDER BY k.uid), '[]')
   FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid) AS keys,
  -- The one on which nobody decided, also if its time is over.
  (SELECT row_to_json(a)
   FROM approval a WHERE a.mission = c.mission AND a.case_uid = c.uid AND a.decide_time IS NULL
     AND a.case_version = c.version) AS proposal
FROM case_file c
WHERE CASE WHEN c.labels && (SELECT access_labels()) THEN true END;
GRANT SELECT ON full_case TO arasha_server;

ALTER TABLE case_counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY counted ON case_counter TO arasha_server USING (ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels()));

-- Answers are their caller's alone, and old ones the housekeeper's.
ALTER TABLE request ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON request TO arasha_server USING (principal = ANY ((SELECT access_labels())::text[]));
CREATE POLICY old ON request TO arasha_server USING ('housekeeper' = ANY ((SELECT access_labels())::text[]));

-- Grants are seen by who follows the directory, by whom they concern, and by who reads the log. They are given
-- at a mission where one writes, or taken for oneself, and changed by whom they concern and at the mission.
ALTER TABLE access_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON access_grant FOR SELECT TO arasha_server
  USING (ARRAY['directory', 'log', principal, 'w:' || mission, 'w:*'] && (SELECT access_labels()));
CREATE POLICY given ON access_grant FOR INSERT TO arasha_server
  WITH CHECK (granted_by = ANY ((SELECT access_labels())::text[])
              AND CASE WHEN break_glass THEN principal = granted_by
                       ELSE principal <> granted_by AND ARRAY['w:' || mission, 'w:*'] && (SELECT access_labels()) END);
CREATE POLICY changed ON access_grant FOR UPDATE TO arasha_server
  USING (ARRAY[principal, 'w:' || mission, 'w:*'] && (SELECT access_labels()));
CREATE POLICY reported ON access_grant FOR SELECT TO arasha_reporter USING (true);

-- Who may act is read by all and changed by administrators, but nobody's own entries by themselves.
ALTER TABLE principal ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON principal FOR SELECT TO arasha_server, arasha_reporter USING (true);
CREATE POLICY registered ON principal FOR INSERT TO arasha_server
  WITH CHECK ('admin' = ANY ((SELECT access_labels())::text[]));
CREATE POLICY changed ON principal FOR UPDATE TO arasha_server
  USING ('admin' = ANY ((SELECT access_labels())::text[]) AND NOT name = ANY ((SELECT access_labels())::text[]));
ALTER TABLE role_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON role_grant FOR SELECT TO arasha_server, arasha_reporter USING (true);
CREATE POLICY given ON role_grant FOR INSERT TO arasha_server
  WITH CHECK ('admin' = ANY ((SELECT access_labels())::text[]) AND NOT principal = ANY ((SELECT access_labels())::text[]));
CREATE POLICY changed ON role_grant FOR UPDATE TO arasha_server
  USING ('admin' = ANY ((SELECT access_labels())::text[]) AND NOT principal = ANY ((SELECT access_labels())::text[]));
ALTER TABLE revoked_certificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON revoked_certificate FOR SELECT TO arasha_server USING (true);
CREATE POLICY revoked ON revoked_certificate FOR INSERT TO arasha_server
  WITH CHECK ('admin' = ANY ((SELECT access_labels())::text[]));

-- The log is read by auditors; a payload also needs the keys of its case.
ALTER TABLE audit_leaf ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON audit_leaf FOR SELECT TO arasha_server USING ('log' = ANY ((SELECT access_labels())::text[]));
-- Heads read what it tells of their missions, and of no case but those that they see themselves.
CREATE POLICY read_of_mission ON audit_leaf FOR SELECT TO arasha_server
  USING (ARRAY['l:' || mission, 'l:*'] && (SELECT access_labels())
         AND (object_uid IS NULL
              OR (SELECT true FROM case_file c WHERE c.mission = audit_leaf.mission AND c.uid = audit_leaf.object_uid)));
CREATE POLICY reported ON audit_leaf FOR SELECT TO arasha_reporter USING (true);
ALTER TABLE audit_secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON audit_secret FOR SELECT TO arasha_server USING ('log' = ANY ((SELECT access_labels())::text[]));
