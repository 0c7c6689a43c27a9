-- What an inspection has beside its case (col_cases): the plan it stands in, its form and team, what the ledger said when it began and when it was concluded.
create table col_inspections (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    -- yyyymm; the week of the month (1-5) where it is planned to the week
    plan_month integer not null,
    plan_week smallint,
    -- direct, other, combined: as chosen; the level may bind it to another form
    form {code} not null,
    -- periods (yyyymm) that are inspected, working days at the employer
    scope_from integer,
    scope_to integer,
    days smallint,
    -- the director decided to go on although the employer paid before the announcement
    goes_on boolean not null default false,
    announced_on date,
    -- the form that held when it was announced
    held_form {code},
    -- the last period that counts for what was paid during and after, its debt and all that had been paid until then
    until_period integer,
    debt_before bigint,
    paid_before bigint,
    debt_at_end bigint,
    paid_at_end bigint,
    concluded_on date,
    -- what the conclusion says and demands
    opinion text,
    demand text,
    primary key (subject_id, act, occurrence)
);

create table col_inspection_members (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    place smallint not null,
    user_id {code} not null,
    name text not null,
    -- head or member
    duty {code} not null,
    primary key (subject_id, act, occurrence, place)
);

-- Minutes of a working day; the first is that of the announcement.
create table col_inspection_days (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    day_no smallint not null,
    held_on date not null,
    -- visit, post, online
    way {code} not null,
    place text not null,
    present text not null,
    content text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, day_no)
);

-- What was found, act by act. Dropped: found to be wrong, with the reason.
create table col_inspection_findings (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    finding_no smallint not null,
    violation {code} not null,
    what text not null,
    workers integer not null,
    from_period integer not null,
    to_period integer not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    dropped text,
    primary key (subject_id, act, occurrence, finding_no)
);

-- Candidates of a province: few of all tasks, read by amount.
create index wrk_tasks_inspect on wrk_tasks (province, amount, subject_id) where act = 'inspect' and state in ('open', 'started');
