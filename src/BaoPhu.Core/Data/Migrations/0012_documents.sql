-- What Work knows of the papers of a task: told by Documents in the transaction of every act on a paper.
create table wrk_papers (
    subject_id bigint not null,
    paper_no integer not null,
    act {code} not null,
    occurrence integer not null,
    form {code} not null,
    state {code} not null,
    label text not null,
    primary key (subject_id, paper_no)
);
create index wrk_papers_task on wrk_papers (subject_id, act, occurrence);

-- The papers of an employer, numbered 1, 2, 3… within it.
create table doc_papers (
    subject_id bigint not null,
    paper_no integer not null,
    province {code} not null,
    -- the office that issues it and in whose register it stands
    issuer {code} not null,
    act {code} not null,
    occurrence integer not null,
    form {code} not null,
    state {code} not null,
    -- channel on which it goes out
    channel {code} not null,
    -- of the register: null while a draft
    kind {code},
    year integer,
    number integer,
    label text not null default '',
    dated_on date,
    -- what the officer answered (JSON), so that a draft is composed anew from the ledger of the moment
    answers text not null,
    -- debt when it was made, then when it was numbered
    amount bigint not null,
    made_at bigint not null,
    made_by {code} not null,
    numbered_at bigint,
    signer_id {code} not null,
    signed_at bigint,
    sent_at bigint,
    manifest {code},
    item_code {code},
    reason text,
    replaces integer,
    replaced_by integer,
    run_id {code},
    version integer not null default 0,
    primary key (subject_id, paper_no)
);
-- At most one living paper of a form for a task: a bulk run that is done again doubles nothing.
create unique index doc_papers_live on doc_papers (subject_id, act, occurrence, form) where state in ('draft', 'numbered', 'signed', 'sent', 'unit-signed', 'unit-refused');
create index doc_papers_register on doc_papers (issuer, year, kind, number) where number is not null;
create index doc_papers_list on doc_papers (province, made_at, subject_id, paper_no);
create index doc_papers_run on doc_papers (run_id) where run_id is not null;
create index doc_papers_manifest on doc_papers (manifest) where manifest is not null;

-- What a numbered paper says: its own sheet and those attached to it. The file is made anew from content and template and checked against its digest (ADR 0012).
create table doc_sheets (
    subject_id bigint not null,
    paper_no integer not null,
    place smallint not null,
    form {code} not null,
    -- tagged values with their sources (JSON)
    content text not null,
    content_digest {code} not null,
    template_scope {code} not null,
    template_version integer not null,
    file_digest {code} not null,
    primary key (subject_id, paper_no, place)
);

-- The history of each paper.
create table doc_paper_events (
    subject_id bigint not null,
    paper_no integer not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    event {code} not null,
    detail text not null,
    primary key (subject_id, paper_no, seq)
);

-- The last number drawn by an office, year and kind. Its row is the lock of the register: numbers follow one another without a gap.
create table doc_registers (
    office_code {code} not null,
    year integer not null,
    kind {code} not null,
    last integer not null,
    primary key (office_code, year, kind)
);

-- Templates by scope ('00' the nation, else a province), form and version; the last version is in force.
create table doc_templates (
    scope {code} not null,
    form {code} not null,
    version integer not null,
    -- 'shipped' or 'office'
    origin {code} not null,
    digest {code} not null,
    -- the file in base64
    body text not null,
    file_name text not null,
    warnings text not null,
    from_at bigint not null,
    set_by {code} not null,
    primary key (scope, form, version)
);

-- Hand-overs to the post: each paper on one carries its id.
create table doc_manifests (
    manifest {code} primary key,
    province {code} not null,
    office_code {code} not null,
    label text not null,
    papers integer not null,
    -- the list and the labels as they were made (JSON)
    list_content text not null,
    labels_content text not null,
    state {code} not null,
    made_at bigint not null,
    made_by {code} not null,
    handed_at bigint,
    handed_by {code}
);
