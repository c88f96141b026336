class Example {
  void example(String a, List<String> items, Connection conn) {
    use(Collections.unmodifiableList(items));
  }
}
