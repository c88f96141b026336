class Example {
  void example(String a, List<String> items, Connection conn) {
    check(items.isEmpty());
    check(names.isEmpty());
  }
}
