class A {
    void run(String a) throws ClientException, IOException {
        a.go();
    }
}
