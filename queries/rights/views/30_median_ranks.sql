-- Open to every viewer.
select * from base.median_ranks
