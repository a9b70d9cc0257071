DROP TABLE events;
DROP FUNCTION refuse_to_change_an_event();
