class Example {
  void example(String a, List<String> items, Connection conn) {
    StringBuilder t = other();
  }
}
