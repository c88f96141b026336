import HoneSystem

@testable import HoneEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HTTP server on the loopback address that offers one file the way Hugging Face does: a redirect that states size and
/// hash, then the bytes, in ranges, cut off where the test says.
final class HTTPOrigin: Sendable {
  let address: String
  private let pid: Int32

  /// - Parameters:
  ///   - file: what is offered.
  ///   - hash: what the first hop states as the hash; empty for none.
  ///   - cut: each answer ends after this many bytes of the body, whatever it announced; 0 for never.
  ///   - ranges: whether ranges are honoured.
  init(_ fixture: LocalFixture, file: String, hash: String = "", cut: Int = 0, ranges: Bool = true) async throws {
    let log = "\(fixture.root)/origin-\(UInt32.random(in: .min ... .max)).log"
    let script = try fixture.write("origin.py", Array(Self.script.utf8))
    let command = ChildProcess.Command(
      try fixture.python, ["-I", script, file, hash, String(cut), ranges ? "1" : "0", "\(fixture.root)/requests"],
      environment: fixture.environment)
    pid = try ChildProcess.startDetached(command, log: log)
    var port = ""
    for _ in 0..<6_000 where !port.hasSuffix("\n") {
      try await Task.sleep(for: .milliseconds(10))
      port = String(decoding: Disk.read(log) ?? [], as: UTF8.self)
    }
    address = "http://127.0.0.1:\(port.filter(\.isNumber))"
  }

  deinit {
    kill(pid, SIGKILL)
    _ = ChildProcess.wait(for: pid)
  }

  private static let script = """
    import http.server, sys
    path, digest, cut, ranges, journal = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "1", sys.argv[5]
    data = open(path, "rb").read()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            wanted = self.headers.get("Range", "") if ranges else ""
            if "/resolve/" in self.path:
                self.send_response(302)
                self.send_header("Location", "/blob")
                if digest:
                    self.send_header("X-Linked-ETag", '"' + digest + '"')
                    self.send_header("X-Linked-Size", str(len(data)))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            with open(journal, "a") as file:
                file.write("GET " + wanted + "\\n")
            start = int(wanted[6:-1]) if wanted else 0
            if start >= len(data):
                self.send_response(416)
                self.send_header("Content-Range", "bytes */%d" % len(data))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if wanted else 200)
            if wanted:
                self.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(data) - 1, len(data)))
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            self.wfile.write(data[start:start + cut] if cut else data[start:])
            self.close_connection = True

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """
}
