-- Ticks of the checklist: entries of the kind CHECK, each with the item that it ticks.

ALTER TABLE entry ADD COLUMN check_item text;
COMMENT ON COLUMN entry.check_item IS 'Of an entry of the kind CHECK: the id of the item in the checklist of the case''s type.';
-- What is ticked is looked up with each change of a case, and most cases have few ticks beside many entries.
CREATE INDEX entry_checked ON entry (mission, case_uid) WHERE check_item IS NOT NULL;

CREATE OR REPLACE FUNCTION audit_state(e entry) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(e.mission, e.case_uid, e.uid, e.kind, e.sealed, e.happened_time, e.record_time, e.author, e.channel,
                  e.in_person, e.party_uid, e.direction, e.event, e.from_state, e.to_state, e.triggers, e.corrects))
  || CASE WHEN e.check_item IS NULL THEN ''::bytea ELSE record_send(ROW(e.check_item)) END;
