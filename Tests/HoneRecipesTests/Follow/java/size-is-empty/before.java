class Example {
  void example(String a, List<String> items, Connection conn) {
    check(items.size() == 0);
    check(names.size() == 0);
  }
}
