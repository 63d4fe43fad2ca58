not-allowed = You may not do this.
done = Saved.
fields-cannot-be-used = Nothing was saved: the marked fields cannot be used.
