class Example {
  void example(String a, List<String> items, Connection conn) {
    put(Integer.valueOf(3));
  }
}
