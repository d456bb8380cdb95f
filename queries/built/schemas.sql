-- What the build needs first: `raw` for the export as it came, `snapshot.base` for what the server will hold.
create schema raw;
create schema snapshot.base;
use memory.raw;
