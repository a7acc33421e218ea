-- What was seen to, by the ids of the checklist: reports count what is owed and was not.
GRANT SELECT (check_item) ON entry TO arasha_reporter;
