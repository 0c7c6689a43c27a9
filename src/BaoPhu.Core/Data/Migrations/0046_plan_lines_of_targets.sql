-- A line of a plan that comes from a target: its figure, and what the figure said when the line was first proposed. What it gained since is what was done.
alter table pln_plan_lines add column indicator {code};
alter table pln_plan_lines add column stood_at bigint;
