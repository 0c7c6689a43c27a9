-- Role and office of the person who acts, as they were when the delegation was given: it ends when either changes.
alter table idn_delegations add column given_role {code} not null default '';
alter table idn_delegations add column given_office {code} not null default '';
update idn_delegations set
    given_role = (select u.role from idn_users u where u.user_id = idn_delegations.to_user),
    given_office = (select u.office_code from idn_users u where u.user_id = idn_delegations.to_user);
