-- The tables of the attached snapshot by their plain names.
use snapshot.base
