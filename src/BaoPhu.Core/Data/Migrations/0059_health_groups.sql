-- Of joins and leaves of health insurance: the group of the card, where the file tells it. In reg_stands a group has its own kind, "health-GD", beside the whole number, of which it is a part.
alter table reg_movements add column grp {code};
