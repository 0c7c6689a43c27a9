-- How likely the two rows are one person beside all rivals, in millionths: what readers' decisions are held against. 0: of a run before it was kept.
alter table cov_links add column chance integer not null default 0;
-- A run that compared what was new or changed since the run before it.
alter table cov_runs add column since_run {code};
