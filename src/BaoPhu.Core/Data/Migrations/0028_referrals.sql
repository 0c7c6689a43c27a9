-- What a file under Article 216 has beside its case: how it was last assessed, who gathered and who checked it, where it was sent.
create table col_referrals (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    -- the clause reached by what is certain (0: none), over how many months, đồng
    assessed_on date not null,
    clause smallint not null,
    complete boolean not null,
    months integer not null,
    amount bigint not null,
    -- the investigating authority
    authority text not null,
    submitted_by {code},
    approved_by {code},
    approved_on date,
    -- the dossier that goes with the letter; null: none is bound since the file was last checked
    dossier_no integer,
    sent_on date,
    letter text not null default '',
    primary key (subject_id, act, occurrence)
);

-- What no figure shows, as a person said it with evidence: fraud, deducted, repeated, workers.
create table col_referral_confirmations (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    kind {code} not null,
    holds boolean not null,
    -- of workers: how many
    number integer,
    evidence text not null,
    confirmed_by {code} not null,
    confirmed_at bigint not null,
    primary key (subject_id, act, occurrence, kind)
);

-- Sanctions decided elsewhere (labour inspectorate, committee): entered with their paper. Struck ones stay with the reason.
create table col_referral_sanctions (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    sanction_no smallint not null,
    number text not null,
    decided_on date not null,
    authority text not null,
    conduct text not null,
    same_conduct boolean not null,
    warning boolean not null,
    executed_on date,
    evidence text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    struck text,
    primary key (subject_id, act, occurrence, sanction_no)
);

-- The legal check, point by point: yes, no, none (does not concern this file).
create table col_referral_points (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    point {code} not null,
    answer {code} not null,
    note text not null,
    answered_by {code} not null,
    answered_at bigint not null,
    primary key (subject_id, act, occurrence, point)
);

-- Every answer of the authority.
create table col_referral_answers (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    answer_no smallint not null,
    answer {code} not null,
    received_on date not null,
    paper text not null,
    reasons text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, answer_no)
);

-- The index of a bound dossier, in order of time. digest: SHA-256 of the file, of a line of the diary over its words.
create table col_dossier_items (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    dossier_no integer not null,
    item_no integer not null,
    kind {code} not null,
    happened_on date not null,
    title text not null,
    words text not null,
    -- the paper and its sheet; null: a line of the diary
    paper_no integer,
    place smallint,
    digest {code} not null,
    primary key (subject_id, act, occurrence, dossier_no, item_no)
);

-- The sheets that were made for a dossier: cover and index, diary, table of months (ADR 0012).
create table col_dossier_sheets (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    dossier_no integer not null,
    place smallint not null,
    form {code} not null,
    content text not null,
    content_digest {code} not null,
    template_scope {code} not null,
    template_version integer not null,
    file_digest {code} not null,
    made_by {code} not null,
    made_at bigint not null,
    primary key (subject_id, act, occurrence, dossier_no, place)
);
