-- What an intent that moves no branch or tag will say in the log.
alter table intent add column change text;
