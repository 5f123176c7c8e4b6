-- A reading of offers that waits is given up: what it asked for is wanted no more.

alter table offer_adoption
  drop constraint offer_adoption_state_check,
  drop constraint offer_adoption_check,
  add constraint offer_adoption_state_check check (state in ('asked', 'reading', 'linking', 'done', 'failed', 'given_up')),
  add constraint offer_adoption_check check ((state not in ('done', 'failed', 'given_up')) = (ended_at is null));

-- Nobody waits for its answer any more: it counts as never asked, and an answer that comes all the same is dropped.
alter table place_ask
  add column withdrawn_at timestamptz,
  add constraint place_ask_withdrawn check (withdrawn_at is null or answered_at is not null);
