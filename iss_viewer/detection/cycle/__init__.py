"""One row of samples through all estimators, and the loop over rows. It only calls: no estimate is made here."""
