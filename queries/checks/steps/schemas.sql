-- The tables as they were sent, before their values are read.
create schema sent
