-- What Kontor itself says of a call, such as why it was turned away, is said in both languages.
alter table channel_notice add column texts jsonb; -- by language; null: `text` is all there is
