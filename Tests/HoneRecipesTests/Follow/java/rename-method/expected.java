class Example {
  void example(String a, List<String> items, Connection conn) {
    conn.owner().name();
  }
}
