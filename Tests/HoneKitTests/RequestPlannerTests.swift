import HoneCore
import HoneEngine
import Testing

@testable import HoneKit

struct RequestPlannerTests {
  private func plan(
    _ files: [EditableFile], format: EditFormat, instruction: String? = "tidy", diff: String = "", limit: Int? = nil
  ) -> RequestPlanner.Plan {
    RequestPlanner(
      capabilities: EngineCapabilities(prefill: true, isLocal: true, bestFormat: format), format: format,
      contextLimit: limit
    ).plan(
      RequestPlanner.Task(
        instruction: instruction, files: files, related: [],
        context: CommitContext(branch: "topic", subjects: ["Begin"], diff: Array(diff.utf8))))
  }

  @Test func `Rules come first and the instruction last, so that caches keep the prefix`() throws {
    let file = try editable("a.py", "x = 1\n")
    for format in EditFormat.allCases {
      let planned = try #require(plan([file], format: format).requests.first)
      #expect(planned.request.messages.first == Message(.system, EditPrompt.rules(for: format)))
      #expect(planned.request.messages[1].content.hasSuffix("Instruction: tidy"))
      #expect(planned.request.messages[1].content.contains("Branch: topic"))
    }
  }

  @Test func `A window is the function around the change`() throws {
    let text = "a = 1\n\n\ndef f():\n    x = 1\n    return x\n\n\nb = 2\n"
    let planned = try #require(plan([try editable("a.py", text, changed: [3...6])], format: .window).requests.first)
    #expect(planned.window?.lines == 3..<6)
    #expect(planned.request.prefill == "```py\n")
  }

  @Test func `What is shown cannot close its fence`() throws {
    let text = "# Title\n\n```\ncode\n```\n"
    let planned = try #require(plan([try editable("a.md", text)], format: .window).requests.first)
    #expect(planned.fence == "````")
    #expect(planned.request.prefill == "````md\n")
    let together = try #require(plan([try editable("a.md", text)], format: .v4a).requests.first)
    #expect(together.request.messages[1].content.contains("````md\n# Title\n\n```\ncode\n```\n````"))
  }

  @Test func `Many places are asked about up to a limit, which is said`() throws {
    let text = (0..<40).map { "def f\($0)():\n    return \($0)\n\n\n" }.joined()
    let changed = (0..<40).map { ($0 * 4 + 2)...($0 * 4 + 2) }
    let plan = plan([try editable("a.py", text, changed: changed)], format: .window)
    #expect(plan.requests.count == RequestPlanner.maximumWindows)
    #expect(plan.notes == ["28 more places were not asked about; name fewer files to reach them"])
  }

  @Test func `The limit of a reply follows the size of what can change, and a guess goes where it is made use of`()
    throws
  {
    func request(lines: Int, _ format: EditFormat, predicts: Bool = true) throws -> EngineRequest {
      let file = try editable("a.py", (0..<lines).map { "value_\($0) = \($0)\n" }.joined())
      let planner = RequestPlanner(
        capabilities: EngineCapabilities(prediction: predicts), format: format, contextLimit: nil)
      let task = RequestPlanner.Task(
        instruction: "tidy", files: [file], related: [], context: CommitContext(branch: nil, subjects: [], diff: []))
      return try #require(planner.plan(task, window: format == .window ? 0..<lines : nil).requests.first).request
    }
    for format in EditFormat.allCases {
      let (small, large) = (try request(lines: 4, format), try request(lines: 400, format))
      #expect(small.maxOutputTokens < large.maxOutputTokens, "\(format)")
      // Far below the 16,384 that some services reserve where nothing is said.
      #expect(large.maxOutputTokens < 8192 && small.maxOutputTokens >= 64, "\(format): \(large.maxOutputTokens)")
    }
    #expect(try request(lines: 4, .window).prediction == "value_0 = 0\nvalue_1 = 1\nvalue_2 = 2\nvalue_3 = 3\n")
    #expect(try request(lines: 4, .window, predicts: false).prediction == nil)
  }

  @Test func `Lines are numbered for the engine that names them, and grammars follow the form`() throws {
    let file = try editable("a.py", "x = 1\ny = 2\n")
    func request(_ format: EditFormat, _ capabilities: EngineCapabilities) throws -> EngineRequest {
      let planner = RequestPlanner(capabilities: capabilities, format: format, contextLimit: nil)
      let task = RequestPlanner.Task(
        instruction: "tidy", files: [file], related: [], context: CommitContext(branch: nil, subjects: [], diff: []))
      return try #require(planner.plan(task).requests.first).request
    }
    let shown = [EngineRequest.ShownFile(path: "a.py", lines: ["x = 1", "y = 2"])]
    let bound = EngineCapabilities(grammar: true)
    let ranges = try request(.lineRange, bound)
    #expect(
      ranges.messages[1].content.contains("```py\n1|x = 1\n2|y = 2\n```")
        && ranges.grammar == .lineRange(shown, limit: 8))
    let anchors = try request(.anchors, bound)
    #expect(
      anchors.messages[1].content.contains("```py\nx = 1\ny = 2\n```") && anchors.grammar == .anchors(shown, limit: 8))
    #expect(try request(.searchReplace, bound).grammar == .search(shown, limit: 8))
    var tool = EngineCapabilities()
    tool.patchTool = true
    #expect(try request(.v4a, tool).grammar == .patch && request(.v4a, bound).grammar == nil)
  }

  @Test func `As many edits are admitted as there are places that an instruction names`() throws {
    let text = (0..<20).map { "value_\($0) = fetch(\($0))\n" }.joined()
    func limit(_ instruction: String?, changed: [ClosedRange<Int>] = []) throws -> Int {
      let file = try editable("a.py", text, changed: changed)
      return RequestPlanner.editLimit(
        of: .init(
          instruction: instruction, files: [file], related: [],
          context: CommitContext(branch: nil, subjects: [], diff: [])), in: [file])
    }
    #expect(try limit("rename fetch to load") == 20)
    #expect(try limit("use value_3 twice") == 2)
    #expect(try limit("tidy") == 8)
    #expect(try limit(nil, changed: [1...3, 7...7]) == 4)
  }

  @Test func `A file that does not fit is left out and named`() throws {
    let small = try editable("small.py", "x = 1\n")
    let large = try editable("large.py", String(repeating: "x = 1\n", count: 4000))
    let plan = plan([large, small], format: .searchReplace, limit: 4000)
    #expect(plan.requests.first?.editablePaths.map(\.text) == ["small.py"])
    #expect(plan.refused.map(\.path?.text) == ["large.py"])
  }

  @Test func `No request and its reply are longer than the context, and what has no room is refused`() throws {
    var counts = (planned: 0, refused: 0)
    for limit in [256, 600, 1024, 2048, 4096, 8192] {
      for lines in [1, 150, 400] {
        let file = try editable("a.py", (0..<lines).map { "x\($0) = \($0)  # c\n" }.joined())
        for words in ["improve", String(repeating: "w ", count: 1500), String(repeating: "w ", count: 60_000)] {
          for format in EditFormat.allCases {
            let plan = plan(
              [file], format: format, instruction: words, diff: String(repeating: "+x\n", count: 4000), limit: limit)
            for planned in plan.requests {
              let size = planned.request.tokenEstimate + planned.request.maxOutputTokens
              #expect(size <= limit, "\(format) \(lines) lines, \(words.count) characters: \(size) of \(limit)")
              #expect(planned.request.maxOutputTokens >= 64)
              let again = planned.adding(String(repeating: "again ", count: 40))
              let room = limit - again.request.tokenEstimate
              #expect(again.request.maxOutputTokens <= max(room, planned.leastOutputTokens))
            }
            counts.planned += plan.requests.count
            counts.refused += plan.refused.count
            #expect(!plan.requests.isEmpty || !plan.refused.isEmpty)
            if words.count > 100_000 {
              #expect(
                plan.requests.isEmpty && plan.refused.first?.message.hasPrefix("the instruction, of about") == true)
            }
          }
        }
      }
    }
    #expect(counts.planned > 20 && counts.refused > 20)
  }

  @Test func `An empty file has nothing to show and does no harm`() throws {
    for format in EditFormat.allCases { _ = plan([try editable("a.py", "")], format: format) }
  }

  @Test func `Hunks that a window shows are not told again`() {
    let diff = """
      diff --git a/a.py b/a.py
      --- a/a.py
      +++ b/a.py
      @@ -1,0 +2,2 @@
      +two
      +three
      @@ -9 +11 @@
      -nine
      +9

      """
    let context = CommitContext(branch: nil, subjects: [], diff: Array(diff.utf8))
    func left(_ window: Range<Int>, _ path: String) throws -> String {
      String(decoding: context.without(additionsIn: window, of: try RepositoryPath(path)).diff, as: UTF8.self)
    }
    #expect((try? left(0..<5, "a.py"))?.contains("+two") == false)
    #expect((try? left(0..<20, "a.py"))?.contains("-nine\n+9\n") == true)
    #expect((try? left(0..<2, "a.py")) == diff)
    #expect((try? left(0..<5, "b.py")) == diff)
  }

  @Test func `The names of an instruction are those that could stand in code`() {
    #expect(
      InstructionNames("rename load to read_config and update its callers").words.map {
        String(decoding: $0, as: UTF8.self)
      }
        == ["load", "read_config"])
    #expect(Array("x = load(1)".utf8).containsWord(Array("load".utf8)))
    #expect(!Array("x = reload(1)".utf8).containsWord(Array("load".utf8)))
    #expect(!Array("load_all()".utf8).containsWord(Array("load".utf8)))
  }
}
