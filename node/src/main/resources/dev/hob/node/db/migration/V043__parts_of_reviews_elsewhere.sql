-- The first of the lines that a remark is of; none when it is of one alone.
alter table remark_elsewhere add column start_line bigint;
-- What somebody thinks of a pull request elsewhere: ACCEPT, REJECT or NONE; none of a review that was sent before this was
-- kept.
alter table written_elsewhere add column verdict text;
-- Remarks that went with a review can be changed and taken back one by one: the id of the review, and of which lines.
alter table written_elsewhere add column review text;
alter table written_elsewhere add column lines text;
create index written_elsewhere_review on written_elsewhere (review);
