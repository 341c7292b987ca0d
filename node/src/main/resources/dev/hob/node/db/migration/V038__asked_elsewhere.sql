-- Whether somebody of here has to do with whoever passes something on is asked each time that they do.
create index written_elsewhere_asked on written_elsewhere (asked);
create index asked_pull_tracker on asked_pull (tracker);
