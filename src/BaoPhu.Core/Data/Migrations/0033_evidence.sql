-- Files of evidence, each once for an employer, however often it is attached. Never changed, never deleted.
create table col_evidence_files (
    subject_id bigint not null,
    -- SHA-256 of the file
    digest {code} not null,
    -- what its bytes are, whatever it was called
    media_type {code} not null,
    size integer not null,
    -- the file in base64
    body text not null,
    primary key (subject_id, digest)
);

-- What each file proves: attached to a case as a whole, a step of it, an element of a violation, an employer's answer.
create table col_evidence (
    subject_id bigint not null,
    evidence_no integer not null,
    act {code} not null,
    occurrence integer not null,
    -- case, step, element, answer
    about {code} not null,
    -- number of the step, of the act of violation, of the answer; 0: of the case
    about_no integer not null,
    element {code} not null default '',
    title text not null,
    file_name text not null,
    digest {code} not null,
    added_by {code} not null,
    added_at bigint not null,
    withdrawn_by {code},
    withdrawn_at bigint,
    withdraw_reason text,
    primary key (subject_id, evidence_no)
);
create index col_evidence_task on col_evidence (subject_id, act, occurrence);

-- The evidence that stands in a bound dossier; null: a paper or a line of the diary.
alter table col_dossier_items add column evidence_no integer;
