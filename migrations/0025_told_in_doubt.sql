-- What a channel was told may come to count for nothing while a call is on its way: a shop sold pieces and subtracted them
-- from the quantity that it is being sent, or learned only now of an order whose state it is being told. Which transaction
-- found out is kept; an answer to a call that was made before it could be seen settles nothing of that.
alter table channel_object add column forgotten_xid xid8;
