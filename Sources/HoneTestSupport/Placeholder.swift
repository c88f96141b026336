enum PlaceholderHoneTestSupport {}
