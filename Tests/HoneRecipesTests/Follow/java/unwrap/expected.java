class Example {
  void example(String a, List<String> items, Connection conn) {
    keep(List.copyOf(names));
  }
}
