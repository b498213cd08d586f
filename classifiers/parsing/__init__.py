"""Takes a clause apart, so that what was told can be turned to the partner: tokens, who speaks, who is who, clauses, what is asserted."""
