class Example {
  void example(String a, List<String> items, Connection conn) {
    check(a.equals("x"));
    check(b.equals("y"));
  }
}
