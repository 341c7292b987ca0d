-- When somebody of here last changed what they said on another server.
alter table written_elsewhere add column edited bigint;
