class Example {
  void example(String a, List<String> items, Connection conn) {
    check("root".equals(name));
  }
}
