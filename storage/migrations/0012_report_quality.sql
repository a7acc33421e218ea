-- What reports on the quality of data need beside the course of cases.

-- What was seen to, by the ids of the checklist.
GRANT SELECT (check_item) ON entry TO arasha_reporter;

-- Of which parties an identifier is recorded (IIN, BIN, passport number, telephone, e-mail), at these missions, or at
-- all if none is named. Past row-level security; tells that there is one, not which, nor a hash that could be compared.
CREATE FUNCTION identified_parties(of_missions text[]) RETURNS TABLE (mission text, case_uid uuid, uid uuid)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100000 SET search_path = pg_catalog, public AS $$
  SELECT i.mission, i.case_uid, i.source FROM case_index i
  WHERE cardinality(i.identifiers) > 0 AND (cardinality(of_missions) = 0 OR i.mission = ANY (of_missions))
$$;
REVOKE EXECUTE ON FUNCTION identified_parties(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identified_parties(text[]) TO arasha_reporter;
