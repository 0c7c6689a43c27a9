-- Templates by scope ('00' the nation, else a province), code and version; the last version is in force. A version never changes.
create table msg_templates (
    scope {code} not null,
    code {code} not null,
    version integer not null,
    title text not null,
    sms_text text not null,
    -- false: sent without accents
    sms_accents boolean not null,
    email_subject text not null,
    email_body text not null,
    zns_template {code} not null,
    -- JSON: name of the parameter, place of the template, kind (its limit of letters)
    zns_parameters text not null,
    digest {code} not null,
    from_at bigint not null,
    set_by {code} not null,
    primary key (scope, code, version)
);

-- Messages that were put into the outbox together.
create table msg_batches (
    batch_id {code} primary key,
    province {code} not null,
    office_code {code} not null,
    title text not null,
    template {code} not null,
    template_version integer not null,
    messages integer not null,
    digest {code} not null,
    made_at bigint not null,
    made_by {code} not null,
    -- when none of its messages was pending any more
    finished_at bigint
);
create index msg_batches_open on msg_batches (batch_id) where finished_at is null;

-- The outbox: one row per recipient, written in the transaction of the act that wants it sent.
create table msg_outbox (
    subject_id bigint not null,
    message_id {code} not null,
    batch_id {code},
    province {code} not null,
    office_code {code} not null,
    -- the task it is for and the signed paper it carries, where there is one
    act {code},
    occurrence integer,
    paper_no integer,
    template_scope {code} not null,
    template {code} not null,
    template_version integer not null,
    -- values of the template's places (JSON): with the version they give the text again
    filled text not null,
    -- leaflets that go with it (JSON: scope, leaflet, version)
    leaflets text not null,
    to_name text not null,
    to_phone {code},
    to_email {code},
    legal boolean not null,
    about_debt boolean not null,
    channels {code} not null,
    channel_place smallint not null,
    channel {code} not null,
    state {code} not null,
    reason {code} not null default '',
    tries smallint not null default 0,
    next_at bigint not null,
    expires_at bigint not null,
    claim {code},
    lease_until_at bigint,
    -- what took it: smtp, zns, sms or sandbox; its own reference; parts and cost (đồng) where it is paid by part
    via {code},
    provider_ref {code},
    parts smallint,
    cost bigint not null default 0,
    passed_opt_out boolean not null default false,
    handed_at bigint,
    ended_at bigint,
    made_at bigint not null,
    made_by {code} not null,
    -- who is told on the day's page, until read
    tell_user {code},
    read_at bigint,
    -- number of events
    version integer not null default 0,
    primary key (subject_id, message_id)
);
create index msg_outbox_due on msg_outbox (channel, next_at) where state in ('queued', 'held');
create index msg_outbox_sending on msg_outbox (lease_until_at) where state = 'sending';
create index msg_outbox_list on msg_outbox (province, made_at, subject_id, message_id);
create index msg_outbox_batch on msg_outbox (batch_id) where batch_id is not null;
create index msg_outbox_told on msg_outbox (tell_user) where tell_user is not null and read_at is null;
create index msg_outbox_phone on msg_outbox (to_phone, handed_at) where handed_at is not null and to_phone is not null;
create index msg_outbox_email on msg_outbox (to_email, handed_at) where handed_at is not null and to_email is not null;

-- The history of each message.
create table msg_events (
    subject_id bigint not null,
    message_id {code} not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    event {code} not null,
    state {code} not null,
    channel {code} not null,
    detail text not null,
    primary key (subject_id, message_id, seq)
);

-- Employers that do not want to be written to, on a channel or at all ('all').
create table msg_opt_outs (
    subject_id bigint not null,
    channel {code} not null,
    from_at bigint not null,
    until_at bigint,
    reason text not null,
    recorded_by {code} not null,
    ended_by {code},
    primary key (subject_id, channel, from_at)
);

-- How the channels fare: an error of the provider counts against the provider.
create table msg_channels (
    channel {code} primary key,
    paused_until_at bigint,
    failures integer not null default 0,
    last_success_at bigint,
    last_error_at bigint,
    last_error text
);

-- Leaflets by scope, name and version.
create table msg_leaflets (
    scope {code} not null,
    leaflet {code} not null,
    version integer not null,
    title text not null,
    group_name text not null,
    file_name text not null,
    media_type {code} not null,
    digest {code} not null,
    size integer not null,
    -- the file in base64
    body text not null,
    from_at bigint not null,
    set_by {code} not null,
    withdrawn_at bigint,
    primary key (scope, leaflet, version)
);
