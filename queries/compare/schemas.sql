-- Where the two exports are put beside each other.
create schema before;
create schema after;
create schema compared;
