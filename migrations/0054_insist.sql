-- The words of the refusal over which a person has what we say sent all the same; null: nobody did.
alter table channel_object add column insists text;
