class Example {
  void example(String a, List<String> items, Connection conn) {
    check("x".equals(a));
    check("y".equals(b));
  }
}
