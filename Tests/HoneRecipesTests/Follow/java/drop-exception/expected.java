class B {
    void walk(String b) throws IOException {
        b.go();
    }
}
