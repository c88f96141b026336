class Example {
  void example(String a, List<String> items, Connection conn) {
    Charset c = StandardCharsets.UTF_8;
  }
}
