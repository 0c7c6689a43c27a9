-- Joins and leaves of participants, by day. Under the employer's id, or under the office's own (EmployerKey.OfficeId) where no employer stands behind them. A correction ends what was known and
-- stands beside it, so that what a report was made of can be shown as it was.
create table reg_movements (
    subject_id bigint not null,
    -- digest of what makes it the same movement: day, kind, direction, place, person, ground
    row_key bigint not null,
    known_from_at bigint not null,
    known_to_at bigint,
    office_code {code} not null,
    happened_on date not null,
    -- social, voluntary, unemployment, health
    kind {code} not null,
    joined boolean not null,
    commune_code {code},
    -- social insurance number where the file tells the person
    person_code {code},
    ground text not null,
    number integer not null,
    import_run {code},
    primary key (subject_id, row_key, known_from_at)
);
create index reg_movements_day on reg_movements (kind, happened_on, subject_id);

-- Participants at the end of a month, by office and kind.
create table reg_stands (
    subject_id bigint not null,
    kind {code} not null,
    ends_on date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    office_code {code} not null,
    number integer not null,
    import_run {code},
    primary key (subject_id, kind, ends_on, known_from_at)
);
