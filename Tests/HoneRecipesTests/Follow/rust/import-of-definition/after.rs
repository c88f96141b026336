pub fn read_user(line: &str) {}
