-- Both sides of a matching as its last run compared them, folded to numbers: the run after it reads these and what changed. Erased with the tax data they were made of.
create table cov_folded (
    province {code} not null,
    -- tax, budget-list
    kind {code} not null,
    -- told: the list; register
    side {code} not null,
    -- later parts tell again of rows that changed or went
    part integer not null,
    -- the run that wrote the part: the last part is of the last run, or all are of no use
    run_id {code} not null,
    -- the day after which a row of it is erased
    expires_on date,
    body {bytes} not null,
    primary key (province, kind, side, part)
);

-- What changed since a run, without reading what did not.
create index reg_persons_changed on reg_persons (province, updated_at);
create index reg_tax_incomes_changed on reg_tax_incomes (province, updated_at);
create index reg_entitled_changed on reg_entitled (province, updated_at);
create index reg_employers_changed on reg_employers (updated_at);

-- The day on which the next row is erased.
create index reg_tax_incomes_expiry on reg_tax_incomes (province, expires_on);
create index reg_entitled_expiry on reg_entitled (province, expires_on);
