class Example {
  void example(String a, List<String> items, Connection conn) {
    read(path, StandardCharsets.UTF_8);
  }
}
