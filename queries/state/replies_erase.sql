-- Removes what one enterprise answered.
delete from replies
where enterprise_id = $enterprise_id
