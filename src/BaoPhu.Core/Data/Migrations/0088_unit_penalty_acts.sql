-- What a fine of a unit is for, and why it may be above the most that the decree knows. violation: code of violations.txt, null where the decision was recorded without it.
alter table cov_unit_penalties add column violation {code};
alter table cov_unit_penalties add column reason text not null default '';
