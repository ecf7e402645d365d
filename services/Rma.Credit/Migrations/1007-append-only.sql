-- What was paid, charged and told finance: the running service adds to it and changes nothing of it.
insert into append_only values ('credits'), ('charges'), ('control_totals');
