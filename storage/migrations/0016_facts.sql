-- Facts of a case that are derived of its fields: what lists are restricted by must stand in clear, and details do not.

ALTER TABLE case_file ADD COLUMN field_times jsonb;
COMMENT ON COLUMN case_file.field_times IS 'The times of those fields of details of which facts of the case''s type are made, {"field:arrested_time": [at, until]}; NULL where there are none. What facts are made of entries is looked up in those.';

-- A record of its own behind the first, where there are any.
CREATE OR REPLACE FUNCTION audit_state(c case_file) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(c.mission, c.uid, c.year, c.serial, c.type, c.type_version, c.state, c.open, c.priority,
                  c.assignee, c.host_state, c.sensitivity, c.compartment, c.labels, c.sealed, c.received_time,
                  c.create_time, c.created_by, c.update_time, c.close_time, c.erase_time, c.version))
  || CASE WHEN c.field_times IS NULL THEN ''::bytea ELSE record_send(ROW(c.field_times::text)) END;
