-- What changed since a run, without reading what did not.
create index reg_participations_changed on reg_participations (province, updated_at);
