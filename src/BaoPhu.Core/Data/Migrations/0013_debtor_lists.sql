-- The printed list of debtors (mẫu B03-TS) as it was taken in, beside the debts that the ledger gave for its month. A row of the list has its line; one without a line was found
-- in the ledger only. outcome: equal, differs, only-list, only-ledger. Amounts in đồng; months in hundredths; list_* as printed, own_* as computed.
create table imp_debtors (
    employer_id bigint not null,
    run_id {code} not null,
    outcome {code} not null,
    line integer,
    section {code},
    name text,
    workers integer,
    months integer,
    list_social bigint not null,
    list_health bigint not null,
    list_unemployment bigint not null,
    list_accident bigint,
    list_interest bigint not null,
    measures text,
    document text,
    note text,
    own_social bigint not null,
    own_health bigint not null,
    own_unemployment bigint not null,
    own_accident bigint not null,
    own_band smallint not null,
    marked_at bigint,
    marked_by {code},
    primary key (employer_id, run_id)
);
create index imp_debtors_run on imp_debtors (run_id, outcome, employer_id);

-- Of a debtor list: its month, and its sections with their rows, sums and printed totals.
alter table imp_runs add column period integer;
alter table imp_runs add column detail text;

-- The background job that a run did, and its result: a job that is run again after its worker died finds them and does not begin anew.
alter table imp_runs add column job_run {code};
alter table imp_runs add column result text;
create index imp_runs_job on imp_runs (job_run) where job_run is not null;

-- Profiles on their page: all headings of the file they were told of, and when they were last used.
alter table imp_profiles add column headings text;
alter table imp_profiles add column used_at bigint;
