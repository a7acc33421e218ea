-- What is looked for with each opening and each party, planned once a session and not once a call: PostgreSQL parses and
-- plans the body of a function in SQL that it cannot inline, as one that is SECURITY DEFINER, with every statement.

-- As before, but that the mission is compared after the index of what can be found was asked: tokens and identifiers are
-- keyed by the mission, so that they alone single out its rows, and a walk along all of the mission's costs more the
-- more cases it has.
CREATE OR REPLACE FUNCTION find_cases(of_mission text, wanted integer[], known bytea[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public AS $$
BEGIN
  IF cardinality(wanted) > 0 THEN
    RETURN QUERY
      SELECT i.case_uid FROM case_index i WHERE i.mission || '' = of_mission AND i.tokens @> wanted
      UNION
      SELECT i.case_uid FROM case_index i WHERE i.mission || '' = of_mission AND i.identifiers && known;
  ELSE
    RETURN QUERY
      SELECT DISTINCT i.case_uid FROM case_index i WHERE i.mission || '' = of_mission AND i.identifiers && known;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION also_in(of_mission text, seen_by text[], besides uuid, wanted jsonb)
RETURNS TABLE (party uuid, case_uid uuid, year smallint, serial integer)
LANGUAGE plpgsql STABLE ROWS 10 AS $$
BEGIN
  RETURN QUERY
    SELECT w.party, found.* FROM jsonb_to_recordset(wanted) AS w (party uuid, identifiers bytea[]), LATERAL (
      SELECT c.uid, c.year, c.serial FROM find_cases(of_mission, '{}', w.identifiers) AS f (uid)
      JOIN case_file c ON c.mission = of_mission AND c.uid = f.uid
      WHERE c.open AND c.labels && seen_by AND c.uid IS DISTINCT FROM besides
      ORDER BY c.create_time DESC, c.uid DESC LIMIT 10) AS found;
END $$;
