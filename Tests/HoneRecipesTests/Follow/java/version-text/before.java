class Library {
    String version() {
        return "1.23.1";
    }
}
