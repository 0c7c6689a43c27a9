-- Who uses the house. Small tables: reference data in a distributed database.
create table idn_users (
    user_id {code} primary key,
    sign_in {code} not null,
    name text not null,
    office_code {code} not null,
    role {code} not null,
    password_hash text not null,
    security_stamp text not null,
    access_failed integer not null default 0,
    locked_until_at bigint,
    active boolean not null default true,
    language {code} not null default 'vi',
    created_at bigint not null
);
create unique index idn_users_sign_in on idn_users (sign_in);

-- Keys of ASP.NET Core data protection: any web node can read another's cookies.
create table idn_keys (
    name {code} primary key,
    xml text not null,
    created_at bigint not null
);

-- One chain of hashes per office: an entry can neither be changed nor taken out unnoticed.
create table aud_entries (
    office_code {code} not null,
    seq bigint not null,
    at bigint not null,
    user_id {code} not null,
    user_name text not null,
    act {code} not null,
    subject {code} not null,
    detail text not null,
    previous_hash {code} not null,
    hash {code} not null,
    primary key (office_code, seq)
);
create index aud_entries_subject on aud_entries (subject);

create table aud_chains (
    office_code {code} primary key,
    seq bigint not null,
    hash {code} not null
);

-- Long work, visible and found again. An interrupted run is one that is running without a heartbeat.
create table job_runs (
    run_id {code} primary key,
    kind {code} not null,
    province {code} not null,
    office_code {code} not null,
    title text not null,
    state {code} not null,
    done bigint not null default 0,
    total bigint not null default 0,
    input text not null,
    result text,
    error text,
    created_by {code} not null,
    created_at bigint not null,
    started_at bigint,
    heartbeat_at bigint,
    finished_at bigint
);
create index job_runs_state on job_runs (state, created_at);
