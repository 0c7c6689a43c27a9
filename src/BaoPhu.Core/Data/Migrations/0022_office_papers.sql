-- Papers that are not about one employer: reports, proposals, lists, letters between authorities. A few a month and office, so they are keyed by an id.
create table doc_office_papers (
    paper_id {code} primary key,
    -- '00': of the centre and its units
    province {code} not null,
    -- the office that issues it and in whose register it stands
    issuer {code} not null,
    form {code} not null,
    -- what it is about, by the key of the module that asked for it
    about {code} not null,
    -- the same in words
    subject text not null,
    state {code} not null,
    -- of the register: null while a draft
    kind {code},
    year integer,
    number integer,
    label text not null default '',
    dated_on date,
    -- to whom it goes (JSON, a list of lines)
    recipients text not null,
    -- until when an answer is asked for
    deadline date,
    made_at bigint not null,
    made_by {code} not null,
    numbered_at bigint,
    signer_id {code} not null,
    signed_at bigint,
    sent_at bigint,
    -- how it went: post, axis, email, hand
    sent_by {code},
    reason text,
    replaces {code},
    replaced_by {code},
    version integer not null default 0
);
-- At most one living paper of a form for what it is about.
create unique index doc_office_papers_live on doc_office_papers (issuer, form, about) where state in ('draft', 'numbered', 'signed', 'sent');
create index doc_office_papers_register on doc_office_papers (issuer, year, kind, number) where number is not null;
create index doc_office_papers_list on doc_office_papers (province, made_at, paper_id);

-- What a numbered one says, as doc_sheets.
create table doc_office_sheets (
    paper_id {code} not null,
    place smallint not null,
    form {code} not null,
    content text not null,
    content_digest {code} not null,
    template_scope {code} not null,
    template_version integer not null,
    file_digest {code} not null,
    primary key (paper_id, place)
);

create table doc_office_paper_events (
    paper_id {code} not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    event {code} not null,
    detail text not null,
    primary key (paper_id, seq)
);
