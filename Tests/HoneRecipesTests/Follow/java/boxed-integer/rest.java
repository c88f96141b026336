class Example {
  void example(String a, List<String> items, Connection conn) {
    put(new Integer(3));
  }
}
