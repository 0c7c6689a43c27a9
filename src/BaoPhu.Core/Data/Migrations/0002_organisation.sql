-- The tree of offices, dated: valid (when true) and known (when we were told).
create table org_offices (
    code {code} not null,
    valid_from date not null,
    valid_to date,
    known_from_at bigint not null,
    known_to_at bigint,
    kind {code} not null,
    parent_code {code},
    province {code},
    subject {code},
    name text not null,
    confirmed boolean not null default true,
    primary key (code, valid_from, known_from_at)
);

-- Administrative units (GSO codes: province 2, district 3, commune 5 digits). Codes change their meaning: never used without a date.
create table org_localities (
    code {code} not null,
    valid_from date not null,
    valid_to date,
    kind {code} not null,
    name text not null,
    folded {code} not null,
    parent_code {code},
    province {code} not null,
    successor_code {code},
    primary key (code, valid_from)
);
create index org_localities_province on org_localities (province, kind);

-- Announced levels with the measures decided with them. level null lifts. Withdrawn: known_to_at is set.
create table org_levels (
    announcement_id {code} primary key,
    locality_code {code} not null,
    province {code} not null,
    level smallint,
    from_at bigint not null,
    known_from_at bigint not null,
    known_to_at bigint,
    decision_number text not null,
    decision_date date,
    authority text not null,
    measures_number text,
    measures_date date,
    measures_text text,
    measures_until date,
    source {code} not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    withdrawn_by {code},
    withdrawn_reason text,
    -- the switch of the locality's open work was confirmed (by whom, when); null: awaiting
    switch_confirmed_at bigint,
    switch_confirmed_by {code}
);
create index org_levels_locality on org_levels (locality_code, from_at);
create index org_levels_province on org_levels (province, from_at);

-- Settings of the nation ('00') or of a province: internal rules and unsure facts, visible and editable, never constants.
create table org_settings (
    scope {code} not null,
    name {code} not null,
    valid_from date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    value text not null,
    note text not null default '',
    set_by {code} not null,
    primary key (scope, name, valid_from, known_from_at)
);

-- Dated rates with their citation; verified says whether the source was read.
create table org_rates (
    kind {code} not null,
    fund_group {code} not null,
    valid_from date not null,
    valid_to date,
    known_from_at bigint not null,
    known_to_at bigint,
    rate text not null,
    unit {code} not null,
    citation text not null,
    verified boolean not null,
    set_by {code} not null,
    primary key (kind, fund_group, valid_from, known_from_at)
);

-- Days off and working Saturdays.
create table org_holidays (
    day date primary key,
    kind {code} not null,
    name text not null
);
