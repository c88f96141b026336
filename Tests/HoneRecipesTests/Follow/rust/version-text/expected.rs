const VERSION: &str = "0.4.2";
const OTHER: &str = "0.4.10";
