-- The commune or district that the address of a unit names: whose level holds there while the register does not know the unit. null: it names none for certain.
alter table cov_units add column place {code};
