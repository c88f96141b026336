class A {
    void run(String a) throws IOException {
        a.go();
    }
}
