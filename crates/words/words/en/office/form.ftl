not-allowed = You may not do this.
done = Saved.
