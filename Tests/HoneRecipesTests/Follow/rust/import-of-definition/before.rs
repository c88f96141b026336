pub fn parse_user(line: &str) {}
