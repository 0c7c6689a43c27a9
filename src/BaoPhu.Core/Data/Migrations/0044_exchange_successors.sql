-- Which province a province became: the same code may name another province afterwards, so every line is dated.
create table org_successors (
    before_code {code} not null,
    valid_from date not null,
    after_code {code} not null,
    after_name text not null,
    clause text not null,
    verified boolean not null,
    primary key (before_code, valid_from)
);

-- Keys of other systems that read reports or give values. Only the digest is kept: the key itself is shown once.
create table rep_machine_keys (
    key_id {code} primary key,
    name text not null,
    office_code {code} not null,
    province {code},
    may_write boolean not null,
    digest {code} not null,
    ends_on date,
    made_at bigint not null,
    made_by {code} not null,
    revoked_at bigint,
    revoked_by {code},
    last_used_at bigint
);
create unique index rep_machine_keys_digest on rep_machine_keys (digest);

-- Values of figures that another system keeps: every version of each, the last one counts.
create table rep_values (
    figure {code} not null,
    office_code {code} not null,
    from_date date not null,
    to_date date not null,
    version smallint not null,
    -- the office as a number within its province's range
    subject_id bigint not null,
    value bigint not null,
    key_id {code} not null,
    given_at bigint not null,
    replaced_at bigint,
    primary key (figure, office_code, from_date, to_date, version)
);
create index rep_values_day on rep_values (figure, to_date) where replaced_at is null;
