fn version() -> &'static str {
    "0.4.2"
}
