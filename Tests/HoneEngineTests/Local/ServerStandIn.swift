import HoneSystem

@testable import HoneEngine

/// A program that behaves as `llama-server` does towards the launcher, steered by files in the fixture's folder.
///
/// `fail` makes it end at once, `busy` makes a slot look occupied, `metrics` is its answer to that. Each start adds its arguments to `starts`.
struct ServerStandIn {
  let installed: EngineInstallation.Installed
  private let fixture: LocalFixture

  init(_ fixture: LocalFixture) throws {
    self.fixture = fixture
    let server = try fixture.program("bin/llama-server", Self.source)
    let launcher = try fixture.write("launcher.py", Array(ServerLauncher.script.utf8))
    let path = try fixture.write("tiny.gguf", LocalFixture.weights(64))
    let model = try fixture.model([], sources: [.file(path: path)])
    let runtime = EngineRuntime(
      python: try fixture.python, launcher: launcher, server: .llamaServer(path: server, build: 9000))
    installed = EngineInstallation.Installed(
      runtime: runtime, model: InstalledModel(description: model, path: path, identity: "tiny"))
  }

  /// - Parameter isMisfit: whether a server of any age has the wrong number of threads.
  func server(
    idle: Duration = .seconds(20), threads: Int? = nil,
    isMisfit: @escaping @Sendable (Int) async -> Bool = { _ in false }
  ) -> LocalServer {
    var settings = LocalServer.Settings()
    (settings.isMisfit, settings.leastAge) = (isMisfit, .zero)
    settings.idleTime = idle
    settings.threads = threads
    settings.startTimeout = .seconds(60)
    return LocalServer(directories: fixture.directories, environment: fixture.environment, settings: settings)
  }

  /// What it was asked to save and to restore, in order.
  var cacheActions: [String] { fixture.lines("cache-actions") }

  /// How many tokens it was told to read at a time, start by start.
  var batches: [String] {
    fixture.lines("starts").compactMap { line in
      let words = line.split(separator: " ")
      return words.firstIndex(of: "--ubatch-size").map { String(words[$0 + 1]) }
    }
  }

  /// The number of times that it was started.
  var starts: Int { fixture.lines("starts").count }

  static let source = """
    import http.server, json, os, sys, time
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if "--version" in sys.argv:
        print("version: 9000 (0123abc)", file=sys.stderr)
        sys.exit(0)
    with open(root + "/starts", "a") as file:
        file.write(" ".join(sys.argv[1:]) + "\\n")
    if os.path.exists(root + "/fail"):
        sys.exit("error loading model: tensor 'output' is missing")
    key, began = os.environ["LLAMA_API_KEY"], time.monotonic()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            status, body = 200, b'{"status":"ok"}'
            if self.path == "/health":
                status = 200 if time.monotonic() - began > 0.2 else 503
            elif self.headers.get("Authorization") != "Bearer " + key:
                status = 401
            elif self.path == "/slots":
                busy = b"true" if os.path.exists(root + "/busy") else b"false"
                body = b'[{"id":0,"is_processing":' + busy + b"}]"
            elif self.path == "/metrics":
                with open(root + "/metrics", "rb") as file:
                    body = file.read()
            self.answer(status, body)

        def do_POST(self):
            name = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["filename"]
            action = self.path.rsplit("=", 1)[1]
            path = sys.argv[sys.argv.index("--slot-save-path") + 1] + name
            with open(root + "/cache-actions", "a") as file:
                file.write(action + "\\n")
            if action == "save":
                with open(path, "wb") as file:
                    file.write(b"x" * (os.stat(root + "/cache-size").st_size if os.path.exists(root + "/cache-size") else 8))
            self.answer(200 if os.path.exists(path) else 400, b"{}")

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    port = int(sys.argv[sys.argv.index("--port") + 1])
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
    """
}
