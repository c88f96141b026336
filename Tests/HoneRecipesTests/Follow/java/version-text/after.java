class Library {
    String version() {
        return "1.23.2-SNAPSHOT";
    }
}
