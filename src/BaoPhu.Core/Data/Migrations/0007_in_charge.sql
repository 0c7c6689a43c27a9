-- Who follows an employer today: worked out from the portfolios, one row an employer that somebody has. A task that nobody took is his.
create table wrk_in_charge (
    subject_id bigint primary key,
    user_id {code} not null
);
create index wrk_in_charge_user on wrk_in_charge (user_id, subject_id);
