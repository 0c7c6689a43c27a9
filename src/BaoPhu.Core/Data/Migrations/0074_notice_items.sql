-- The item code under which the post carries a unit's notice, from the range of the office that issued it.
alter table cov_notice_units add column item_code text;
