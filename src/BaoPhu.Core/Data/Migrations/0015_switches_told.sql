-- What a switch confirmed ahead was to do (JSON, tasks by kind), beside preview_digest: told where its minute found another ground.
alter table wrk_switches add column preview_counts text;

-- A hand-over whose receiver could no longer take it on its day: nothing was moved.
alter table wrk_handovers add column refused_at bigint;

-- The hand-over whose work goes back with this one.
alter table wrk_handovers add column returns {code};
