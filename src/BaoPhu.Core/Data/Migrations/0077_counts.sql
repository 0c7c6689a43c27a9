-- As of when the budget lists and segments of a province were held against its register and cards: they grow old with the day, because cards end and people leave.
create table cov_counts (
    province {code} not null primary key,
    counted_at bigint not null
);
insert into cov_counts (province, counted_at)
select x.province, max(x.counted_at) from (select n.province, n.counted_at from cov_segments n union all select c.province, c.counted_at from cov_card_needs c) x group by x.province;
