-- What an office puts on its papers and items of the post. Dated like the settings: valid (when true) and known (when we were told); each line is the whole of it.
create table org_particulars (
    office_code {code} not null,
    valid_from date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    account_number text not null default '',
    bank text not null default '',
    phone text not null default '',
    -- range of S10 serial numbers by the contract with the post, null: none
    item_service {code},
    item_first integer,
    item_last integer,
    note text not null default '',
    set_by {code} not null,
    primary key (office_code, valid_from, known_from_at)
);

-- Stretches of serial numbers that were given to items of the post. A number is never given twice, whoever's range it stands in.
create table doc_item_codes (
    service {code} not null,
    first integer not null,
    last integer not null,
    primary key (service, first)
);

-- The templates that the list and the labels of a manifest were made with; null where that was the shipped one of before.
alter table doc_manifests add column list_scope {code};
alter table doc_manifests add column list_version integer;
alter table doc_manifests add column labels_scope {code};
alter table doc_manifests add column labels_version integer;
update doc_manifests set
    list_scope = (select t.scope from doc_templates t where t.form = 'BANGKE-BCCI' and t.scope in (doc_manifests.province, '00') and t.from_at <= doc_manifests.made_at
        order by case when t.scope = '00' then 1 else 0 end, t.version desc limit 1),
    list_version = (select t.version from doc_templates t where t.form = 'BANGKE-BCCI' and t.scope in (doc_manifests.province, '00') and t.from_at <= doc_manifests.made_at
        order by case when t.scope = '00' then 1 else 0 end, t.version desc limit 1),
    labels_scope = (select t.scope from doc_templates t where t.form = 'NHAN-BCCI' and t.scope in (doc_manifests.province, '00') and t.from_at <= doc_manifests.made_at
        order by case when t.scope = '00' then 1 else 0 end, t.version desc limit 1),
    labels_version = (select t.version from doc_templates t where t.form = 'NHAN-BCCI' and t.scope in (doc_manifests.province, '00') and t.from_at <= doc_manifests.made_at
        order by case when t.scope = '00' then 1 else 0 end, t.version desc limit 1);
