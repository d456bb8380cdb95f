"""What changed between two snapshots, and why: new data, late reports, revisions, removals, or another definition."""
