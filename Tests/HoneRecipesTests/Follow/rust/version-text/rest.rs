const VERSION: &str = "0.4.1";
const OTHER: &str = "0.4.10";
