-- What decisions on a deadline, and states of its case that pause it, make of it beside its rule.

ALTER TABLE deadline
  ADD COLUMN ruled_due_time    timestamptz,
  ADD COLUMN extended_due_time timestamptz,
  ADD COLUMN extend_time       timestamptz,
  ADD COLUMN extensions        smallint,
  ADD COLUMN paused_since      timestamptz,
  ADD COLUMN waive_time        timestamptz;
COMMENT ON COLUMN deadline.due_time IS 'The last instant that still meets it, with all extensions and pauses.';
COMMENT ON COLUMN deadline.ruled_due_time IS 'When it is due by its rule alone; NULL if that is due_time.';
COMMENT ON COLUMN deadline.extended_due_time IS 'Until when the last extension, of extend_time, set it; extensions says how many there were.';
COMMENT ON COLUMN deadline.paused_since IS 'Since when it does not run, for the case is in a state that pauses it; due_time then moves when the case leaves that. Still set if it was met meanwhile.';
COMMENT ON COLUMN deadline.stop_time IS 'When the case reached a final state, which a reopened case clears; or when it was waived, which stays.';
COMMENT ON COLUMN deadline.waive_time IS 'When a head waived it; stop_time is then the same, or when the case closed before.';

-- What came later, calendars too, is a record of its own behind the first, where there is any of it.
CREATE OR REPLACE FUNCTION audit_state(d deadline) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(d.mission, d.case_uid, d.rule, d.run, d.source, d.start_time, d.due_time, d.met_by, d.corrects,
                  d.met_time, d.stop_time, d.version))
  || CASE WHEN ROW(d.calendars, d.ruled_due_time, d.extended_due_time, d.extend_time, d.extensions, d.paused_since,
                   d.waive_time) IS NULL THEN ''::bytea
          ELSE record_send(ROW(d.calendars, d.ruled_due_time, d.extended_due_time, d.extend_time, d.extensions,
                               d.paused_since, d.waive_time)) END;

-- What is paused is due at no time that could be told.
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
     AND a.case_version = c.version) AS proposal
FROM case_file c
WHERE CASE WHEN c.labels && (SELECT access_labels()) THEN true END;

-- Cases after a place with running deadlines that were counted by others than the calendars that count now, and are
-- due by that count alone: what the count hangs on, the keys of the case as they are wrapped, and those deadlines. For that job alone, which the label says.
CREATE FUNCTION outdated_deadlines(newest text[], after_mission text, after_case uuid, most integer)
RETURNS TABLE (mission text, case_uid uuid, facts json, keys json, deadlines json)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.mission, c.uid, json_build_array(c.type, c.type_version, c.host_state, c.received_time),
    (SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped) ORDER BY k.uid), '[]')
     FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid),
    (SELECT json_agg(row_to_json(d) ORDER BY d.rule, d.run) FROM deadline d
     WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.calendars IS NOT NULL AND d.met_time IS NULL
       AND d.stop_time IS NULL AND isfinite(d.due_time)
       AND d.ruled_due_time IS NULL AND d.extended_due_time IS NULL AND d.paused_since IS NULL AND NOT d.calendars <@ newest)
  FROM (SELECT DISTINCT o.mission, o.case_uid FROM deadline o
        WHERE 'recount' = ANY ((SELECT access_labels())::text[]) AND o.calendars IS NOT NULL AND o.met_time IS NULL
          AND o.stop_time IS NULL AND isfinite(o.due_time)
          AND o.ruled_due_time IS NULL AND o.extended_due_time IS NULL AND o.paused_since IS NULL AND NOT o.calendars <@ newest
          AND (o.mission, o.case_uid) > (after_mission, after_case)
        ORDER BY o.mission, o.case_uid LIMIT most) AS f
  JOIN case_file c ON c.mission = f.mission AND c.uid = f.case_uid
  ORDER BY c.mission, c.uid
$$;
REVOKE EXECUTE ON FUNCTION outdated_deadlines(text[], text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outdated_deadlines(text[], text, uuid, integer) TO arasha_server;
