-- First passwords and the second factor (RFC 6238): the step of the last code taken, so that none is taken twice.
alter table idn_users add column must_change_password boolean not null default false;
alter table idn_users add column factor_secret {code};
alter table idn_users add column factor_since_at bigint;
alter table idn_users add column factor_step bigint not null default 0;

create table idn_recovery_codes (
    user_id {code} not null,
    digest {code} not null,
    used_at bigint,
    primary key (user_id, digest)
);

-- Who is signed in, from where. Ended ones are kept for a month.
create table idn_sessions (
    session_id {code} primary key,
    user_id {code} not null,
    device text not null,
    address {code} not null,
    started_at bigint not null,
    last_seen_at bigint not null,
    ended_at bigint,
    ended_by {code},
    -- the role wants a second factor and the person has none yet
    owes_factor boolean not null default false,
    -- the delegation under which the person acts in this session
    acting {code}
);
create index idn_sessions_user on idn_sessions (user_id, started_at);

-- Attempts to sign in, per address and per address and name, within the running minute.
create table idn_attempts (
    key {code} primary key,
    window_at bigint not null,
    tries integer not null
);
create index idn_attempts_window on idn_attempts (window_at);

-- Somebody acts for a director: in which acts, from when to when, by which paper. Role and office are the director's when it was given.
create table idn_delegations (
    delegation_id {code} primary key,
    from_user {code} not null,
    from_role {code} not null,
    from_office {code} not null,
    to_user {code} not null,
    acts text not null,
    form text not null,
    valid_from date not null,
    valid_to date not null,
    paper_number text not null,
    paper_date date not null,
    given_at bigint not null,
    revoked_at bigint,
    revoked_by {code},
    revoked_reason text
);
create index idn_delegations_from on idn_delegations (from_user);
create index idn_delegations_to on idn_delegations (to_user);
