class Example {
  void example(String a, List<String> items, Connection conn) {
    Integer n = new Integer(a);
  }
}
