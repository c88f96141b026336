internal import HoneCore

/// One edit of the built-in set: a file, what to change, and what the file should be then.
struct BenchCase: Sendable {
  let name: String
  let path: String
  let text: String
  let instruction: String
  /// The results that count as correct; blanks at the ends of lines and empty lines do not.
  let expected: [String]

  /// Whether `result` is one of the expected files.
  func isCorrect(_ result: String) -> Bool {
    expected.contains { Self.normalized($0) == Self.normalized(result) }
  }

  private static func normalized(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      var line = line
      while let last = line.last, last.isWhitespace { line.removeLast() }
      return String(line)
    }.filter { !$0.isEmpty }
  }

  /// Small edits of the kinds that make up most of a day's work, each with one right result that a program can tell.
  static let all: [BenchCase] = [
    change(
      "rename a function", "load.py", python, "rename the function load to read_config",
      [("load(path)", "read_config(path)"), ("load(\"settings.json\")", "read_config(\"settings.json\")")]),
    change(
      "change a constant", "load.py", python, "set the default retries to 5",
      [("retries=3", "retries=5")]),
    change(
      "use a constant", "retry.js", javaScript, "replace var with const in the function delay",
      [("  var factor = 2;", "  const factor = 2;")]),
    change(
      "add a parameter type", "area.swift", swift, "make the function area return Double instead of Int",
      [("-> Int {\n  width * height", "-> Double {\n  width * height")]),
    change(
      "fix a comparison", "retry.js", javaScript, "use === instead of == in the function isDone",
      [("return count == limit;", "return count === limit;")]),
    change(
      "delete a line", "load.py", python, "delete the debug print in the function main",
      [("    print(\"debug\", settings)\n", "")]),
  ]

  /// Edits in files of about a hundred lines, which show what it costs to write a file anew for the sake of one function.
  static let inLongFiles: [BenchCase] = all.filter { $0.path == "load.py" }.map { item in
    let others = (1...14).map { number in
      """


      def convert_\(number)(value):
          scaled = value * \(number)
          if scaled > \(number * 100):
              scaled = \(number * 100)
          return scaled

      """
    }.joined()
    return BenchCase(
      name: item.name, path: item.path, text: item.text + others, instruction: item.instruction,
      expected: item.expected.map { $0 + others })
  }

  private static func change(
    _ name: String, _ path: String, _ text: String, _ instruction: String, _ pairs: [(String, String)]
  ) -> BenchCase {
    let result = pairs.reduce(text) { $0.replacing($1.0, with: $1.1) }
    return BenchCase(name: name, path: path, text: text, instruction: instruction, expected: [result])
  }

  private static let python = """
    import json
    import time


    def load(path):
        with open(path) as file:
            return json.load(file)


    def fetch(client, url, retries=3):
        for attempt in range(retries):
            answer = client.get(url)
            if answer.ok:
                return answer.text
            time.sleep(2 ** attempt)
        raise RuntimeError(url)


    def main(client):
        settings = load("settings.json")
        print("debug", settings)
        for url in settings["urls"]:
            print(fetch(client, url))

    """

  private static let javaScript = """
    function isDone(count, limit) {
      return count == limit;
    }

    function delay(attempt) {
      var factor = 2;
      return 100 * factor ** attempt;
    }

    export async function retry(operation, limit) {
      for (let attempt = 0; !isDone(attempt, limit); attempt++) {
        try {
          return await operation();
        } catch (error) {
          await new Promise((resume) => setTimeout(resume, delay(attempt)));
        }
      }
      throw new Error("gave up");
    }

    """

  private static let swift = """
    struct Rectangle {
      var width = 0
      var height = 0
    }

    func area(width: Int, height: Int) -> Int {
      width * height
    }

    func describe(_ rectangle: Rectangle) -> String {
      let size = area(width: rectangle.width, height: rectangle.height)
      return "\\(rectangle.width) by \\(rectangle.height), \\(size) in all"
    }

    """
}
