-- Files taken in: what, from where, by whom, with which columns, and what came of it.
create table imp_runs (
    run_id {code} primary key,
    kind {code} not null,
    province {code} not null,
    office_code {code} not null,
    file_name text not null,
    file_digest {code} not null,
    file_bytes bigint not null,
    stored_path text,
    mapping text not null,
    state {code} not null,
    rows bigint not null default 0,
    accepted bigint not null default 0,
    created bigint not null default 0,
    changed bigint not null default 0,
    unchanged bigint not null default 0,
    rejected bigint not null default 0,
    warnings bigint not null default 0,
    rejects_path text,
    error text,
    created_by {code} not null,
    created_at bigint not null,
    finished_at bigint
);
create index imp_runs_province on imp_runs (province, created_at);

-- Columns remembered per source: the digest of a heading row → its mapping.
create table imp_profiles (
    kind {code} not null,
    headings_digest {code} not null,
    province {code} not null,
    name text not null,
    mapping text not null,
    updated_by {code} not null,
    updated_at bigint not null,
    primary key (kind, headings_digest, province)
);
