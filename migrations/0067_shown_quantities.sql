-- How many pieces a system showed of an object when its inventory was read, where it said so.

alter table adoption add column quantity numeric;
