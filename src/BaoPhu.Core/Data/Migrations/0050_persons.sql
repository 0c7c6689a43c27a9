-- The register of persons, by social insurance number. Identity numbers stand as told where nothing proves another form: whoever matches them must see the slip.
create table reg_persons (
    person_id bigint not null primary key,
    province {code} not null,
    name text not null,
    folded {code} not null,
    -- born_on null and birth_year given: the year alone is known
    born_on date,
    birth_year integer,
    male boolean,
    citizen_id {code},
    tax_code {code},
    employer_id bigint,
    unit_tax_code {code},
    address text,
    commune_code {code},
    import_run {code},
    updated_at bigint not null
);
create index reg_persons_province on reg_persons (province, person_id);
create index reg_persons_employer on reg_persons (employer_id, person_id);

-- Who took part with which employer in which months; to_period null: still taking part.
create table reg_participations (
    person_id bigint not null,
    -- digest of employer and first month
    row_key bigint not null,
    province {code} not null,
    employer_id bigint not null,
    from_period integer not null,
    to_period integer,
    import_run {code},
    updated_at bigint not null,
    primary key (person_id, row_key)
);
create index reg_participations_employer on reg_participations (employer_id, person_id);

create table reg_cards (
    person_id bigint not null,
    -- digest of number and first day
    row_key bigint not null,
    province {code} not null,
    card_number {code},
    grp {code} not null,
    valid_from date not null,
    valid_to date,
    import_run {code},
    updated_at bigint not null,
    primary key (person_id, row_key)
);

-- Workers who settled personal income tax, as the tax authority told them. subject_id: digest of province, year, payer and worker.
create table reg_tax_incomes (
    subject_id bigint not null primary key,
    province {code} not null,
    tax_year integer not null,
    payer_tax_code {code} not null,
    payer_name text not null,
    payer_folded {code} not null,
    payer_address text,
    name text not null,
    folded {code} not null,
    tax_code {code},
    citizen_id {code},
    born_on date,
    birth_year integer,
    months integer,
    income bigint,
    -- the day after which the row is erased
    expires_on date not null,
    import_run {code},
    updated_at bigint not null
);
create index reg_tax_incomes_province on reg_tax_incomes (province, tax_year, subject_id);

-- People whose health insurance the budget pays or supports, as Labour offices and communes told them. subject_id: digest of province, year, group and person.
create table reg_entitled (
    subject_id bigint not null primary key,
    province {code} not null,
    list_year integer not null,
    grp {code} not null,
    name text not null,
    folded {code} not null,
    born_on date,
    birth_year integer,
    male boolean,
    citizen_id {code},
    person_code {code},
    commune_code {code},
    address text,
    expires_on date not null,
    import_run {code},
    updated_at bigint not null
);
create index reg_entitled_commune on reg_entitled (province, list_year, commune_code, subject_id);

