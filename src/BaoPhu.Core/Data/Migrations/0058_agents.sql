-- Collection agents (a commune's committee, the post office, a union), each under contract with one office from a day until a day. The number of the agent is its own for ever.
create table org_agents (
    agent_code {code} not null primary key,
    office_code {code} not null,
    province {code} not null,
    name text not null,
    since date not null,
    -- the first day on which it holds no longer
    until date,
    set_by {code} not null,
    set_at bigint not null
);
create index org_agents_office on org_agents (office_code, agent_code);

-- Through which agent somebody joined; null: through none, or the file does not tell it.
alter table reg_movements add column agent_code {code};
