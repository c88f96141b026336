class Client {
    String agent() {
        return "1.23.2-SNAPSHOT";
    }

    String level() {
        return "1.2";
    }
}
