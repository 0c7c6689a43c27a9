-- A slot of work with a unit of the tax data: its name and its office (null: of a task, whose employer says both).
alter table wrk_slots add column unit_name text;
alter table wrk_slots add column unit_office {code};
create index wrk_slots_units on wrk_slots (province, day) where unit_name is not null;
