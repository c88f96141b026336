enum PlaceholderHoneGit {}
