-- A repository that its owner wants to hand over, until the other accepts or one of the two changes their mind.
create table transfer_offer (
    repository text   primary key references repository (id),
    person     text   not null references person (id),
    at         bigint not null
);
create index transfer_offer_person on transfer_offer (person);
