class Client {
    String agent() {
        return "1.23.1";
    }

    String level() {
        return "1.2";
    }
}
