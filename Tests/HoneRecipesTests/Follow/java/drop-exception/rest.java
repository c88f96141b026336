class B {
    void walk(String b) throws ClientException, IOException {
        b.go();
    }
}
