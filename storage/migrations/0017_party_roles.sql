-- What a party is in the words of its case's type, beside the general role that it counts as.

ALTER TABLE party ADD COLUMN case_role text;
COMMENT ON COLUMN party.case_role IS 'Id of one of the party roles of the case''s type; none where the general role alone is said.';

CREATE OR REPLACE FUNCTION audit_state(p party) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(p.mission, p.case_uid, p.uid, p.role, p.kind, p.sealed, p.create_time, p.remove_time, p.version))
  || CASE WHEN p.case_role IS NULL THEN ''::bytea ELSE record_send(ROW(p.case_role)) END;
