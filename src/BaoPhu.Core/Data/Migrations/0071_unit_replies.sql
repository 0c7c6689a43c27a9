-- Until when a unit of the tax data was asked to answer, by the notice or letter that went out last.
alter table cov_unit_cases add column reply_by date;
